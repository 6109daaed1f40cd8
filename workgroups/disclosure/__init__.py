"""What may be said of members together: fixed tables, protected so that they betray no one."""
