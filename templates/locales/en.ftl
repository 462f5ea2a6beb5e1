nav-home = Now
