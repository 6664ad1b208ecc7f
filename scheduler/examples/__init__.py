"""Workspaces that are made when somebody asks for them, around the day on which they do."""
