"""
The command line: `./commonweal VERB`. One module is one verb, with HELP, add_arguments, run and
needs_database. A verb imports the rooms inside `run`: they need the database, its help does not.
"""
