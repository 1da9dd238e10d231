"""What goes out to the public: communiques from draft to release, and what becomes of readers' replies."""
