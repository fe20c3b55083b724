random_int = ''
