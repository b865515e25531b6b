#include "provisioner/ops/metric.h"

int64_t metric_ms(const struct value *v, int64_t unit)
{
    int64_t whole = 0, tenths = 0;
    const char *text = value_kind(v) == V_DEC ? value_str_of(v) : "";
    if (value_kind(v) == V_INT)
        return value_int_of(v) * unit;
    for (; *text >= '0' && *text <= '9' && whole < 1000000000; text++)
        whole = whole * 10 + (*text - '0');
    if (text[0] == '.' && text[1] >= '0' && text[1] <= '9')
        tenths = text[1] - '0';
    return whole * unit + tenths * unit / 10;
}
