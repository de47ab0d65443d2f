// Everything works without this script; it makes some things quicker.
