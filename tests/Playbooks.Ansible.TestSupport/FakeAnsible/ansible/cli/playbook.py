import os


class PlaybookCLI:
    @classmethod
    def cli_executor(cls, arguments):
        os.execv(os.environ['PLAYBOOKS_FAKE_PROGRAM'], arguments)
