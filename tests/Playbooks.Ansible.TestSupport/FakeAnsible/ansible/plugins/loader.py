class Loader:
    def add_directory(self, folder):
        pass


callback_loader = Loader()
