"""One whole meeting in a minute, on mail servers of its own: what a newcomer sees first, and a test of everything.

Nothing leaves this machine: the servers listen on loopback and keep every mail themselves. `meeting.run` holds it.
"""
