#include "provisioner/cli/commands.h"
#include "provisioner/cli/complete.h"

#include <string.h>

/* What each shell needs to ask `provisioner __complete`; the words come from there. */

/* A word after which something follows ("network.") is not ended by a space. */
static const char bash[] =
    "# bash: source <(provisioner completion bash)\n"
    "_provisioner() {\n"
    "  local line word current=${COMP_WORDS[COMP_CWORD]}\n"
    "  COMPREPLY=()\n"
    "  while IFS= read -r line; do\n"
    "    word=${line%%$'\\t'*}\n"
    "    if [[ $line == :files ]]; then\n"
    "      compopt -o filenames 2>/dev/null\n"
    "      [[ $current == '=' ]] && current=\n"
    "      while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -f -- \"$current\")\n"
    "    else\n"
    "      [[ $word == *[.=] ]] && compopt -o nospace 2>/dev/null\n"
    "      COMPREPLY+=(\"$word\")\n"
    "    fi\n"
    "  done < <(\"${COMP_WORDS[0]}\" " COMPLETE_COMMAND " \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
    "}\n"
    "complete -F _provisioner provisioner\n";

static const char zsh[] =
    "#compdef provisioner\n"
    "# zsh: provisioner completion zsh > \"${fpath[1]}/_provisioner\", or: source <(provisioner completion zsh)\n"
    "_provisioner() {\n"
    "  local line word about files=\n"
    "  local -a rows open\n"
    "  while IFS= read -r line; do\n"
    "    word=${line%%$'\\t'*} about=${line#*$'\\t'}\n"
    "    if [[ $line == :files ]]; then\n"
    "      files=1\n"
    "    elif [[ $word == *[.=] ]]; then\n"
    "      open+=(\"${word//:/\\\\:}:$about\")\n"
    "    else\n"
    "      rows+=(\"${word//:/\\\\:}:$about\")\n"
    "    fi\n"
    "  done < <(\"${words[1]}\" " COMPLETE_COMMAND " \"${(@)words[2,CURRENT]}\" 2>/dev/null)\n"
    "  (( ${#rows} )) && _describe provisioner rows\n"
    "  (( ${#open} )) && _describe provisioner open -S ''\n"
    "  [[ -n $files ]] && _files\n"
    "}\n"
    "if [[ ${funcstack[1]} == _provisioner ]]; then\n"
    "  _provisioner \"$@\"\n"
    "else\n"
    "  compdef _provisioner provisioner\n"
    "fi\n";

static const char fish[] =
    "# fish: provisioner completion fish > ~/.config/fish/completions/provisioner.fish\n"
    "function __provisioner_complete\n"
    "  set -l before (commandline -opc)\n"
    "  set -l current (commandline -ct)\n"
    "  for line in (command $before[1] " COMPLETE_COMMAND " $before[2..-1] \"$current\" 2>/dev/null)\n"
    "    if test \"$line\" = :files\n"
    "      __fish_complete_path \"$current\"\n"
    "    else\n"
    "      echo $line\n"
    "    end\n"
    "  end\n"
    "end\n"
    "complete -c provisioner -f -a '(__provisioner_complete)'\n";

struct err *cmd_completion(struct cli *c, int *ret_exit)
{
    static const struct {
        const char *shell, *script;
    } all[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    const char *shell = c->opt.words.items[0];
    (void)ret_exit;
    for (size_t i = 0; i < COUNT(all); i++)
        if (strcmp(all[i].shell, shell) == 0) {
            out_text(all[i].script);
            return NULL;
        }
    return err_new(ERR_USAGE, "\"%s\" is none of bash, zsh, fish", shell);
}
