/*
 * What clang's analyzer cannot know of functions it does not see, told before each file: it does not mind
 * returns_nonnull, and who refuses always says no. The functions themselves are defined in parentheses, where no macro
 * is taken for a call.
 */
#include "provisioner/base/base.h"
#ifdef IN_SANDBOX
#include "aws/sandbox/call.h"
#define refuse(...) (refuse(__VA_ARGS__), false)
#define refuse_missing(...) (refuse_missing(__VA_ARGS__), false)
#define refuse_busy(...) (refuse_busy(__VA_ARGS__), false)
#endif

static inline struct err *err_given(struct err *e)
{
    if (!e)
        __builtin_unreachable();
    return e;
}

#define err_new(...) err_given(err_new(__VA_ARGS__))
#define err_wrap(...) err_given(err_wrap(__VA_ARGS__))
