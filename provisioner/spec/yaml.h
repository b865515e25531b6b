#ifndef SPEC_YAML_H
#define SPEC_YAML_H

#include "provisioner/model/diag.h"
#include "provisioner/spec/marks.h"

/*
 * YAML text to values: the only file that knows libyaml.
 *
 * A plain scalar becomes V_NULL (nothing, ~, null), V_BOOL (true, false), V_INT or V_DEC (as JSON writes numbers) only
 * where value_text gives back exactly what was written; all else is V_STR. So nothing is lost before the table of
 * fields says what is meant: 15.10 is still "15.10", and `no` is a text.
 *
 * Findings: whatever is no YAML, duplicate keys, keys that are no text, tags of other tools, a second document, bytes
 * that are no UTF-8, and what is beyond the limits: YAML_BYTES of text, YAML_NODES values once aliases are expanded,
 * YAML_DEPTH levels, YAML_FINDINGS findings. Reading goes on after a finding where the rest can still be understood.
 */
enum { YAML_BYTES = 4 << 20, YAML_NODES = 200000, YAML_DEPTH = 64, YAML_FINDINGS = 500 };

/* `start` is the position of the first byte. NULL, and a finding, when there is no document to be had. */
const struct value *yaml_parse(struct arena *a, const char *text, size_t n, struct pos start, struct marks *marks,
                               struct diags *d);

/* Where things stand in a text that yaml_parse has taken; lines and columns (in bytes) from 0. */
struct yaml_piece {
    enum { YAML_BLOCK_MAP, YAML_BLOCK_LIST, YAML_FLOW, YAML_QUOTED, YAML_SINGLE, YAML_LITERAL, YAML_PLAIN } kind;
    size_t line, column;         /* of a block: of its first key or dash */
    size_t end_line, end_column; /* just behind it; of a block: where what follows begins */
    size_t parent;               /* the innermost block around it; YAML_NO_PIECE: none */
};
#define YAML_NO_PIECE SIZE_MAX
/* In the order in which they begin; false: libyaml does not read it. Lines must end in \n alone. */
bool yaml_layout(struct arena *a, const char *text, size_t n, struct yaml_piece **ret, size_t *ret_n);

/* What is wrong with a text at byte *ret_at (no UTF-8, a control character), or NULL. */
const char *yaml_text_fault(const char *text, size_t n, size_t *ret_at);

#endif
