#include "provisioner/exec/rehearse.h"

#include <string.h>

/* Those that take DryRun, by EC2's API reference: not all do. */
static bool can_rehearse(const struct call_ahead *ahead)
{
    static const char known[] = "CreateVpc CreateSubnet CreateInternetGateway AttachInternetGateway AllocateAddress "
                                "CreateNatGateway CreateRouteTable AssociateRouteTable CreateRoute CreateSecurityGroup "
                                "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress CreateVpcEndpoint "
                                "CreateVpcPeeringConnection CreateFlowLogs";
    return ahead->op->service->protocol == P_EC2 && has_word(known, ahead->op->name) && !value_has_unknown(ahead->in);
}

static bool is_first(const struct call_list *l, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (l->items[k].op == l->items[i].op && str_eq(l->items[k].place, l->items[i].place) &&
            can_rehearse(&l->items[k]))
            return false;
    return true;
}

static void start(struct client *c, struct arena *a, const struct call_ahead *ahead, struct aws_call *call)
{
    *call = (struct aws_call){
        .arena = a, .op = ahead->op, .region = ahead->place, .in = ahead->in, .owner = call, .dry_run = true};
    client_start(c, call);
}

struct err *exec_rehearse(struct client *c, struct arena *a, const struct call_list *l)
{
    struct aws_call *calls = arena_alloc(a, (l->n + 1) * sizeof *calls);
    struct sbuf denied = {.arena = a};
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (can_rehearse(&l->items[i]) && is_first(l, i))
            start(c, a, &l->items[i], &calls[n++]);
    while (client_in_flight(c) && client_next(c, INT64_MAX))
        ;
    for (size_t i = 0; i < n; i++)
        if (calls[i].end == CALL_FAULT && fault_is_denied(&calls[i].fault))
            sbuf_printf(&denied, "%sec2:%s in %s", denied.len ? ", " : "", calls[i].op->name, calls[i].region);
    return denied.len ? err_new(ERR_REFUSED, "nothing was changed; these credentials may not do %s", sbuf_str(&denied))
                      : NULL;
}
