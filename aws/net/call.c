#include "aws/net/client.h"

#include "aws/net/retry.h"

/* What a finished call means to its caller. */

/* ---- errors ------------------------------------------------------------------------------------------------------ */

static const char credential_codes[] =
    "InvalidClientTokenId UnrecognizedClientException InvalidAccessKeyId InvalidToken MissingAuthenticationToken "
    "MissingAuthenticationTokenException IncompleteSignature IncompleteSignatureException";

/* The first that matches. EC2 says InvalidVpcID.NotFound, RDS DBClusterNotFoundFault, IAM NoSuchEntity. */
/* clang-format off */
static const struct {
    enum err_class cls;
    const char *code;
} classes[] = {
    {ERR_MISSING,  "*NotFound*"},      {ERR_MISSING,  "NoSuch*"},           {ERR_MISSING,  "*DoesNotExist*"},
    {ERR_MISSING,  "*NonExistent*"},   {ERR_MISSING,  "404"},               {ERR_CONFLICT, "*AlreadyExist*"},
    {ERR_CONFLICT, "*AlreadyOwned*"},  {ERR_CONFLICT, "ResourceExists*"},   {ERR_CONFLICT, "*Duplicate*"},
    {ERR_CONFLICT, "*InUse*"},         {ERR_CONFLICT, "*Conflict*"},        {ERR_CONFLICT, "Invalid*State*"},
    {ERR_CONFLICT, "IncorrectState"},  {ERR_CONFLICT, "KMSInvalidState*"},  {ERR_CONFLICT, "DependencyViolation"},
    {ERR_CONFLICT, "*NotEmpty"},       {ERR_CONFLICT, "OperationAborted"},  {ERR_CONFLICT, "PreconditionFailed*"},
    {ERR_CONFLICT, "ConcurrentModification*"}, {ERR_CONFLICT, "409"},       {ERR_CONFLICT, "412"},
};
/* clang-format on */

static enum err_class class_of_fault(const struct fault *f)
{
    enum fault_kind kind = fault_kind_of(f);
    if (kind == FAULT_THROTTLE)
        return ERR_THROTTLED;
    if (fault_is_denied(f) || kind == FAULT_EXPIRED || kind == FAULT_CLOCK || has_word(credential_codes, f->code) ||
        str_eq(f->code, "403") || str_eq(f->code, "401"))
        return ERR_REFUSED;
    for (size_t i = 0; i < COUNT(classes); i++)
        if (glob_match(classes[i].code, f->code))
            return classes[i].cls;
    return ERR_REMOTE;
}

static struct err *fault_error(const struct fault *f)
{
    return err_new(class_of_fault(f), "%s (%s, request id %s)", f->message && *f->message ? f->message : "no message",
                   f->code, f->request_id ? f->request_id : "unknown");
}

static struct err *end_error(const struct aws_call *call)
{
    const char *why = call->why ? call->why : "no reason given";
    switch (call->end) {
    case CALL_OK: return NULL;
    case CALL_FAULT: return fault_error(&call->fault);
    case CALL_LOST: return err_new(ERR_UNREACHABLE, "it may have taken effect: %s", why);
    case CALL_UNREACHABLE: return err_new(ERR_UNREACHABLE, "%s", why);
    case CALL_REFUSED: return err_new(ERR_REFUSED, "%s", why);
    case CALL_BROKEN: return err_new(ERR_WIRE, "%s", why);
    case CALL_PENDING: break;
    }
    return err_new(ERR_BUG, "the call has not ended");
}

struct err *call_error(const struct aws_call *call)
{
    TRY_CTX(end_error(call), "%s in %s", call->op->name, call->region ? call->region : "no region");
    return NULL;
}
