"""The newsroom: communiques for those who write and approve, replies for those who moderate, and the public's side."""
