#include "provisioner/cli/commands.h"

#define SPEC_OPTIONS "overlay set state "
#define AWS_OPTIONS "sandbox world speed faults endpoint-url time-scale profile log-level "
#define PLAN_OPTIONS                                                                                                   \
    SPEC_OPTIONS AWS_OPTIONS                                                                                           \
        "target replace region allow-destroy refresh-only json verbose prices max-monthly max-increase "

/* clang-format off */
const struct command commands[] = {
    {"validate", "SPEC", "check a spec: every mistake, with its place",
     "  provisioner validate specs/active-active.yaml\n"
     "  provisioner validate specs/minimal.yaml --set aurora.instances=3\n"
     "  # for a code scanner; junit and github (annotations) likewise\n"
     "  provisioner validate specs/minimal.yaml --format sarif > findings.sarif",
     "overlay set json format online sandbox world faults endpoint-url profile state", 1, 1, cmd_validate},
    {"plan", "SPEC", "what would change, and why; changes nothing",
     "  provisioner plan specs/active-active.yaml\n"
     "  provisioner plan specs/active-active.yaml --out today.plan\n"
     "  # without credentials and network, as JSON\n"
     "  provisioner plan specs/active-active.yaml --offline --json\n"
     "  # a comment for a pull request, of at most 65,000 bytes\n"
     "  provisioner plan specs/active-active.yaml --format markdown > comment.md\n"
     "  # with each call that an apply would send\n"
     "  provisioner plan specs/active-active.yaml --show-api",
     PLAN_OPTIONS "format html out offline show-api detailed-exitcode", 1, 1, cmd_plan},
    {"apply", "SPEC|PLANFILE", "make it so, in every region at once",
     "  provisioner apply specs/active-active.yaml\n"
     "  # exactly what a saved plan says, or nothing\n"
     "  provisioner apply today.plan\n"
     "  # against the embedded AWS: no account, no cost\n"
     "  provisioner apply specs/active-active.yaml --sandbox --speed 80",
     PLAN_OPTIONS "auto-approve parallelism lock-timeout", 1, 1, cmd_apply},
    {"destroy", "SPEC", "take away all that the state holds",
     "  provisioner destroy specs/minimal.yaml\n"
     "  # what holds data goes only where it is allowed to\n"
     "  provisioner destroy specs/minimal.yaml --allow-destroy '*'",
     SPEC_OPTIONS AWS_OPTIONS "target region allow-destroy json verbose auto-approve parallelism lock-timeout", 1, 1, cmd_destroy},
    {"drift", "SPEC", "what was changed in AWS by others, since it was applied",
     "  # exit code 2 when there is any, 6 when there is none and a region is silent\n"
     "  provisioner drift specs/active-active.yaml --json\n"
     "  # undo it; or take it for granted\n"
     "  provisioner drift specs/active-active.yaml --revert\n"
     "  provisioner drift specs/active-active.yaml --accept",
     SPEC_OPTIONS AWS_OPTIONS "accept revert target region allow-destroy json auto-approve parallelism lock-timeout", 1, 1, cmd_drift},
    {"status", "SPEC", "how both regions are: states, writers, lags, health, alarms",
     "  provisioner status specs/active-active.yaml\n"
     "  # again every ten seconds, until it is stopped\n"
     "  provisioner status specs/active-active.yaml --watch",
     SPEC_OPTIONS AWS_OPTIONS "watch json", 1, 1, cmd_status},
    {"parity", "SPEC", "where regions that should serve alike differ, and if it is meant",
     "  # exit code 2: something differs that the spec does not say\n"
     "  provisioner parity specs/active-active.yaml\n"
     "  # by the spec alone\n"
     "  provisioner parity specs/active-active.yaml --offline --json",
     SPEC_OPTIONS AWS_OPTIONS "offline json", 1, 1, cmd_parity},
    {"ready", "SPEC", "could another region take over now? each answer with its reason",
     "  # exit code 0: it could; 2: it could not; 6: not everything could be asked\n"
     "  provisioner ready specs/active-active.yaml --to seoul\n"
     "  provisioner ready specs/active-active.yaml --to seoul --json",
     SPEC_OPTIONS AWS_OPTIONS "to only json", 1, 1, cmd_ready},
    {"switchover", "SPEC", "move who writes to another region, as planned, while both answer",
     "  provisioner switchover specs/active-active.yaml --to seoul --dry-run\n"
     "  provisioner switchover specs/active-active.yaml --to seoul\n"
     "  # one system, or up to a step\n"
     "  provisioner switchover specs/active-active.yaml --to seoul --only aurora\n"
     "  provisioner switchover specs/active-active.yaml --to seoul --pause-before dns-records",
     SPEC_OPTIONS AWS_OPTIONS "to only pause-before dry-run timeout json auto-approve lock-timeout", 1, 1, cmd_switchover},
    {"failover", "SPEC", "a region is lost: another takes over, what was not copied is lost",
     "  provisioner failover specs/active-active.yaml --to seoul --dry-run\n"
     "  provisioner failover specs/active-active.yaml --to seoul --allow-data-loss --max-rpo 5s",
     SPEC_OPTIONS AWS_OPTIONS "to only allow-data-loss max-rpo pause-before dry-run timeout json auto-approve lock-timeout", 1, 1, cmd_failover},
    {"failback", "SPEC", "a region is back: what it lost is made again, then it takes over",
     "  provisioner failback specs/active-active.yaml --to tokyo --dry-run\n"
     "  provisioner failback specs/active-active.yaml --to tokyo",
     SPEC_OPTIONS AWS_OPTIONS "to only allow-destroy pause-before dry-run timeout json verbose auto-approve parallelism lock-timeout max-monthly max-increase", 1, 1, cmd_failback},
    {"route", "SPEC|STATE|ENDPOINTS", "which endpoint programs should use: near, up, and who writes",
     "  # once, for people; no credentials are needed where the state is a file\n"
     "  provisioner route specs/active-active.yaml\n"
     "  # a file that is kept up to date, until SIGTERM: json, env or configmap\n"
     "  provisioner route specs/active-active.yaml --watch --out /run/route.env --format env\n"
     "  # for Prometheus, by node_exporter's textfile collector\n"
     "  provisioner route specs/active-active.yaml --watch --metrics /var/lib/node_exporter/route.prom\n"
     "  # what it chooses from, for where no state is\n"
     "  provisioner route specs/active-active.yaml --format endpoints > endpoints.json\n"
     "  provisioner route endpoints.json",
     SPEC_OPTIONS AWS_OPTIONS "format json watch interval out metrics", 1, 1, cmd_route},
    {"drill", "SPEC", "a region's loss rehearsed; its RTO and RPO against the objectives",
     "  # in a sandbox of its own: what is yours is not touched; exit code 2 when something did not hold\n"
     "  provisioner drill specs/active-active.yaml --to seoul --sandbox\n"
     "  # each of the bad days that are known, as a page\n"
     "  provisioner drill specs/active-active.yaml --to seoul --sandbox --scenario all --html drill.html\n"
     "  # for real: switched over, the other region's experiments (`drills` in the spec), and back\n"
     "  provisioner drill specs/active-active.yaml --to seoul --dry-run\n"
     "  provisioner drill specs/active-active.yaml --to seoul",
     SPEC_OPTIONS AWS_OPTIONS "to scenario react dry-run auto-approve lock-timeout json html", 1, 1, cmd_drill},
    {"runbook", "SPEC", "the exact calls of a switch and a failover, for the AWS CLI",
     "  # for the day on which this program is not there; worth making every night\n"
     "  provisioner runbook specs/active-active.yaml > runbook.md\n"
     "  provisioner runbook specs/active-active.yaml --to seoul",
     SPEC_OPTIONS AWS_OPTIONS "to only json", 1, 1, cmd_runbook},
    {"export-arc", "SPEC", "a plan of ARC Region switch: what AWS itself can move of it",
     "  # the input of its CreatePlan; what that does not cover is told on stderr; a role is an ARN\n"
     "  provisioner export-arc specs/active-active.yaml --role $SWITCH > plan.json\n"
     "  aws arc-region-switch create-plan --region us-east-1 --cli-input-json file://plan.json\n"
     "  # somebody says yes first, and deployments are scaled up\n"
     "  provisioner export-arc my.yaml --role $SWITCH --approver $ONCALL --deployment web/shop",
     SPEC_OPTIONS "role approver deployment sandbox world", 1, 1, cmd_export_arc},
    {"show", "SPEC|STATE|PLANFILE [ADDRESS]", "a saved plan, a state, or all that is known of one resource",
     "  provisioner show today.plan\n"
     "  provisioner show demo-production.state.json\n"
     "  provisioner show demo-production.state.json tokyo/aurora/cluster\n"
     "  # with its place in the spec, and what AWS tells of it now\n"
     "  provisioner show specs/active-active.yaml tokyo/aurora/cluster --online",
     SPEC_OPTIONS AWS_OPTIONS "online json verbose", 1, 2, cmd_show},
    {"init", "SPEC", "a spec to start from; or the buckets that it keeps its state in",
     "  provisioner init my.yaml --template minimal\n"
     "  provisioner init my.yaml --template active-active --primary us-east-1 --secondary eu-west-1\n"
     "  # for a state in S3, and whether it can lock there\n"
     "  provisioner init my.yaml --state-buckets\n"
     "  # in the sandbox\n"
     "  provisioner init my.yaml --state-buckets --sandbox --auto-approve",
     "template project environment primary secondary state-buckets auto-approve " SPEC_OPTIONS AWS_OPTIONS, 1, 1, cmd_init},
    {"doctor", "[SPEC]", "whether all is there that a run needs, and what to do if not",
     "  provisioner doctor\n"
     "  provisioner doctor specs/active-active.yaml\n"
     "  provisioner doctor specs/active-active.yaml --sandbox --json",
     SPEC_OPTIONS AWS_OPTIONS "json", 0, 1, cmd_doctor},
    {"unlock", "SPEC|STATE", "who holds a state's lock; takes it away from them",
     "  provisioner unlock my.yaml\n"
     "  provisioner unlock 's3://demo-state/demo.state.json?region=ap-northeast-1'",
     SPEC_OPTIONS AWS_OPTIONS "auto-approve force", 1, 1, cmd_unlock},
    {"state", "list|show|pull|mv|rm|push|promote STATE [...]", "look into a state, or mend it; STATE: a spec, a path, an s3:// URL",
     "  provisioner state list demo-production.state.json\n"
     "  provisioner state show demo-production.state.json tokyo/network/vpc\n"
     "  # give a resource another address\n"
     "  provisioner state mv demo-production.state.json tokyo/x/old tokyo/x/new\n"
     "  # forget a resource; AWS keeps it\n"
     "  provisioner state rm demo-production.state.json tokyo/network/vpc\n"
     "  # out of its bucket, and back: what is no later is refused\n"
     "  provisioner state pull my.yaml > my.state.json\n"
     "  provisioner state push my.yaml my.state.json\n"
     "  # the state's region is lost: go on with its mirror\n"
     "  provisioner state promote my.yaml",
     SPEC_OPTIONS AWS_OPTIONS "json lock-timeout auto-approve force", 2, 4, cmd_state},
    {"history", "SPEC|STATE", "the runs that changed a state: when, who, what, how they ended",
     "  provisioner history specs/active-active.yaml\n"
     "  provisioner history demo-production.state.json --json",
     SPEC_OPTIONS AWS_OPTIONS "json", 1, 1, cmd_history},
    {"output", "STATE [NAME]", "endpoints and ids that applications need",
     "  provisioner output specs/active-active.yaml\n"
     "  provisioner output demo-production.state.json\n"
     "  provisioner output demo-production.state.json tokyo.network.vpc-id\n"
     "  provisioner output demo-production.state.json --json",
     SPEC_OPTIONS AWS_OPTIONS "json", 1, 2, cmd_output},
    {"import", "SPEC ADDRESS ID", "take what exists already into the state; AWS is left as it is",
     "  provisioner import specs/minimal.yaml tokyo/network/vpc vpc-0a1b2c3d\n"
     "  # an id of several parts\n"
     "  provisioner import my.yaml tokyo/x/policy 'my-role|my-policy'\n"
     "  # then look at what the spec would change about it\n"
     "  provisioner plan specs/minimal.yaml",
     SPEC_OPTIONS AWS_OPTIONS "lock-timeout json", 3, 3, cmd_import},
    {"adopt", "SPEC ADDRESS ID [...]", "take over what others made: a plan first, and only our tags",
     "  # what would change, and what the spec would have to say\n"
     "  provisioner adopt specs/minimal.yaml tokyo/network/vpc vpc-0a1b2c3d --dry-run\n"
     "  # a cluster of one region; the next apply makes a global database of it\n"
     "  provisioner adopt specs/minimal.yaml tokyo/aurora/cluster orders tokyo/aurora/instance-1 orders-1",
     SPEC_OPTIONS AWS_OPTIONS "dry-run lock-timeout auto-approve parallelism json verbose", 3, 201, cmd_adopt},
    {"recover", "SPEC", "a state that was lost, from what AWS holds; AWS is left as it is",
     "  provisioner recover specs/active-active.yaml\n"
     "  # nothing is left to do then\n"
     "  provisioner plan specs/active-active.yaml",
     SPEC_OPTIONS AWS_OPTIONS "lock-timeout auto-approve parallelism verbose force", 1, 1, cmd_recover},
    {"eks", "token|kubeconfig [SPEC]", "a way into the clusters, for kubectl and helm",
     "  # what a kubeconfig's plug-in prints; here --region is AWS's name of it\n"
     "  provisioner eks token --cluster-name demo-tokyo --region ap-northeast-1\n"
     "  # a file with a context for each region, called by its alias\n"
     "  provisioner eks kubeconfig specs/active-active.yaml --out demo.kubeconfig\n"
     "  kubectl --kubeconfig demo.kubeconfig --context seoul get nodes",
     "cluster-name region profile overlay set state sandbox out force", 1, 2, cmd_eks},
    {"cost", "SPEC", "what it costs a month, now and as the spec says",
     "  provisioner cost specs/active-active.yaml\n"
     "  # each resource by itself, with price, unit and source\n"
     "  provisioner cost specs/active-active.yaml --json\n"
     "  # once Kubernetes has left standard support\n"
     "  provisioner cost specs/active-active.yaml --at 2027-01-01\n"
     "  # fail a pipeline\n"
     "  provisioner cost specs/minimal.yaml --max-monthly 2500 --max-increase 100\n"
     "  # a day on which nobody reaches Tokyo\n"
     "  provisioner cost specs/minimal.yaml --scenario region-down=tokyo",
     SPEC_OPTIONS "sandbox verbose json at prices scenario max-monthly max-increase", 1, 1, cmd_cost},
    {"prices", "update|show|check [REGION|SERVICE|PATTERN...]", "the price book: refreshed from AWS's price list, shown, checked",
     "  # all regions of the book; nothing changes where AWS has no answer\n"
     "  provisioner prices update --out prices.tsv\n"
     "  # one region, in a book of one's own, and a family that it lacks\n"
     "  provisioner prices update ap-northeast-1 --prices prices.tsv --add '*m8g*'\n"
     "  provisioner cost specs/minimal.yaml --prices prices.tsv --scenario reserved-1y\n"
     "  provisioner prices show ap-northeast-1 --json\n"
     "  provisioner prices show msk\n"
     "  provisioner prices show '*r6g.large*'\n"
     "  # in a pipeline: exits with 5 when a price is older than a year\n"
     "  provisioner prices check --prices prices.tsv",
     "prices out add max-change dry-run json sandbox world faults endpoint-url profile log-level", 1, 200, cmd_prices},
    {"fmt", "SPEC...", "lay specs out in the one way; comments and order stay",
     "  provisioner fmt my.yaml\n"
     "  # in a pipeline: names what is laid out otherwise, and exits with 1\n"
     "  provisioner fmt --check specs/minimal.yaml specs/active-active.yaml\n"
     "  # a filter, for editors\n"
     "  provisioner fmt - < my.yaml",
     "check", 1, 1000, cmd_fmt},
    {"graph", "SPEC", "what depends on what: DOT, SVG, Mermaid",
     "  provisioner graph specs/minimal.yaml | dot -Tsvg > graph.svg\n"
     "  # both regions side by side, as a picture; and for Markdown\n"
     "  provisioner graph specs/active-active.yaml --format svg > topology.svg\n"
     "  provisioner graph specs/active-active.yaml --format mermaid",
     "overlay set format", 1, 1, cmd_graph},
    {"explain", "[RULE|PATH|TYPE[.ATTRIBUTE]]", "what a rule, a field or a resource type means, and a change of it",
     "  provisioner explain\n"
     "  provisioner explain NET-005\n"
     "  provisioner explain aurora.class\n"
     "  # those of one service\n"
     "  provisioner explain EC2\n"
     "  # one of them; DBCluster alone will do where no other service has one\n"
     "  provisioner explain AWS::RDS::DBCluster\n"
     "  provisioner explain AWS::RDS::DBCluster.EngineVersion",
     "", 0, 1, cmd_explain},
    {"schema", "", "JSON Schema (draft-07) of a spec, for editors",
     "  provisioner schema > provisioner.schema.json\n"
     "  # and as the first line of a spec\n"
     "  # yaml-language-server: $schema=provisioner.schema.json",
     "", 0, 0, cmd_schema},
    {"sandbox", "", "serve the embedded AWS over HTTP, for other clients",
     "  provisioner sandbox --listen 127.0.0.1:4566 --world demo.world\n"
     "  # and say which calls come in\n"
     "  provisioner sandbox --listen 127.0.0.1:4566 --log-level debug\n"
     "  aws --endpoint-url http://127.0.0.1:4566 ec2 describe-vpcs",
     "listen world speed faults log-level", 0, 0, cmd_sandbox},
    {"completion", "bash|zsh|fish", "completion of commands, options, addresses and names in a shell",
     "  source <(provisioner completion bash)\n"
     "  # for good\n"
     "  provisioner completion bash > ~/.local/share/bash-completion/completions/provisioner\n"
     "  provisioner completion fish > ~/.config/fish/completions/provisioner.fish",
     "", 1, 1, cmd_completion},
    {"man", "[COMMAND]", "manual pages: of the program, of a command, or of `spec`",
     "  provisioner man plan | man -l -\n"
     "  # every field of a spec\n"
     "  provisioner man spec | man -l -\n"
     "  # all of them, into a folder\n"
     "  provisioner man --out ~/.local/share/man/man1",
     "out", 0, 1, cmd_man},
    {"version", "", "what this is",
     "  provisioner version",
     "json", 0, 0, cmd_version},
    {0},
};

const struct exit_words exit_words[] = {
    {EXIT_DONE,        "done, or there was nothing to do"},
    {EXIT_ERROR,       "error; nothing was changed"},
    {EXIT_CHANGES,     "changes (plan --detailed-exitcode) or drift; ready, parity, drill: no"},
    {EXIT_PART,        "finished in part, or out of memory; the same command carries on"},
    {EXIT_LOCKED,      "another run holds the state's lock"},
    {EXIT_STALE,       "the saved plan is stale or spent; prices check: prices are old"},
    {EXIT_SKIPPED,     "a region could not be reached, and was left out; route: no answer"},
    {EXIT_INTERRUPTED, "interrupted; the same command carries on"},
    {0},
};

const struct variable variables[] = {
    {"AWS_PROFILE, AWS_ACCESS_KEY_ID and others", "credentials, found where the AWS CLI finds them"},
    {"AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SERVICE", "send calls there instead of to AWS; --endpoint-url counts first"},
    {"AWS_CA_BUNDLE, HTTPS_PROXY, AWS_MAX_ATTEMPTS, AWS_USE_FIPS_ENDPOINT", "as the AWS CLI heeds them"},
    {"NO_COLOR", "anything: no colours"},
    {"CLICOLOR_FORCE", "anything but 0 or false: colours even where no terminal is; NO_COLOR and --no-color count first"},
    {"CLICOLOR", "0: no colours, unless they are forced"},
    {"TERM", "dumb, or nothing: neither colours nor a display that is redrawn"},
    {"CI", "anything but 0 or false: no display that is redrawn"},
    {"COLUMNS", "20 to 10000: how wide lines may be; else the terminal's width, and no limit where there is none"},
    {0},
};
/* clang-format on */
