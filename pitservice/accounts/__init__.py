"""Users, teams, roles; who may do what (`Permission`, `Viewer`), and signing in."""
