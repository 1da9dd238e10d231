"""What Menara stands on: settings, the embedded database, the data folder, starting and stopping."""
