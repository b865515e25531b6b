"""The AWS CLI, started once: aws.py ASKED ANSWERED. Whoever wants a call writes into the pipe ASKED, each ended by a zero byte:
where what it prints goes, where its complaints go, and the arguments; its exit code comes out of the pipe ANSWERED.

Starting the CLI takes a second, and every call is a copy of the one that was started, which has seen no other call."""
import contextlib
import os
import sys
import traceback

from awscli.clidriver import create_clidriver


def call(driver, arguments, out, err):
    with open(out, "w", encoding="utf-8") as printed, open(err, "w", encoding="utf-8") as complained:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
            try:
                return driver.main(arguments)
            except SystemExit as ended:
                return ended.code
            except Exception:
                traceback.print_exc()
                return 255


def main(asked, answered):
    driver = create_clidriver()
    while True:
        with open(asked, encoding="utf-8") as pipe:
            out, err, *arguments = pipe.read().split("\0")[:-1]
        child = os.fork()
        if not child:
            os._exit(call(driver, arguments, out, err) or 0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with open(answered, "w", encoding="utf-8") as pipe:
            print(code, file=pipe)


if __name__ == "__main__":
    main(*sys.argv[1:])
