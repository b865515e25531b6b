#!/usr/bin/env bash
# Alarms, topics, events, a budget and dashboards over what the other systems make: each field of the section changed and
# changed back, and nothing left behind. The AWS CLI sees the same.
source tests/support/e2e.sh

# spec FILE LINES: the minimal architecture, and an observability section
spec() { cp "$root/specs/minimal.yaml" "$1"; printf 'observability:\n%s\n' "$2" >>"$1"; }
base='  alerts: {warning: [email:team@example.com], critical: ["email:ops@example.com", "https://example.com/hook"]}
  budget: {monthly_usd: 5000}'
spec "$scratch/base.yaml" "$base"
s=(--sandbox --state "$scratch/a.json")

applied() {
  expect 0 "$bin" apply "$1" "${s[@]}" --auto-approve
  expect 0 "$bin" plan "$1" "${s[@]}" --detailed-exitcode; says 'No changes'
}
# changes NAME LINES "ACTION:PATTERN,..." : the plan does this, and nothing else; then it is done, and undone
changes() {
  spec "$scratch/$1.yaml" "$2"
  expect 2 "$bin" plan "$scratch/$1.yaml" "${s[@]}" --detailed-exitcode --json
  /usr/bin/python3 - "$scratch/out" "$3" <<'PY' || fail "$1: the plan shows something else"
import collections, fnmatch, json, sys
changes = json.load(open(sys.argv[1]))["changes"]
wanted = [w.split(":") for w in sys.argv[2].split(",")]
for action, pattern in wanted:
    assert any(c["action"] == action and fnmatch.fnmatch(c["address"], pattern) for c in changes), (action, pattern, changes)
for c in changes:
    assert any(c["action"] == a and fnmatch.fnmatch(c["address"], p) for a, p in wanted), c
PY
  applied "$scratch/$1.yaml"
  applied "$scratch/base.yaml"
}

applied "$scratch/base.yaml"
expect 0 "$bin" state list "$scratch/a.json"
for alias in tokyo seoul; do
  [ "$(grep -c "^$alias/observability/alarm-" "$scratch/out")" -ge 15 ] || fail "fewer than 15 alarms in $alias"
done
changes subscriber "${base/team@/others@}" \
  'create:*/warning-email-others-example-com,delete:*/warning-email-team-example-com'
changes threshold "$base
  alarms: {aurora-cpu: {threshold: 70}}" 'update:*/alarm-aurora-cpu,update:*observability/dashboard'
changes periods "$base
  alarms: {aurora-cpu: {periods: 3}}" 'update:*/alarm-aurora-cpu'
changes level "$base
  alarms: {aurora-cpu: {level: critical}}" \
  'update:*/alarm-aurora-cpu,update:*/observability/region,update:*observability/dashboard'
# the alarm over the region lets go of it first
changes without "$base
  alarms: {aurora-memory: {enabled: false}}" \
  'delete:*/alarm-aurora-memory,update:*/observability/region,update:*observability/dashboard'
changes retention "$base
  log_retention_days: 90" 'update:*/aurora/log-group-postgresql'
changes undisplayed "$base
  dashboard: false" 'delete:*observability/dashboard'
changes eventless "$base
  events: false" 'delete:*/event-*'
changes budget "${base/5000/70}" 'update:global/observability/budget'
changes thresholds "${base/5000/5000, thresholds: [50]}" \
  'create:global/observability/budget-at-50,delete:global/observability/budget-at-*'

# a name that no alarm has
spec "$scratch/typo.yaml" "  alarms: {aurora-cqu: {threshold: 70}}"
expect 1 "$bin" plan "$scratch/typo.yaml" "${s[@]}"; says 'there is no alarm "aurora-cqu"'; says 'did you mean aurora-cpu'

expect 0 "$bin" destroy "$scratch/base.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"

# whoever has to confirm a subscription is asked once, and may take their time; one that is confirmed is no drift
need_cli
serve "$scratch/world" --speed 2000
unset s
expect 0 "$bin" apply "$scratch/base.yaml" --state "$scratch/b.json" --auto-approve --time-scale 2000
lines() { wc -l | tr -d ' '; }
for region in ap-northeast-1 ap-northeast-2; do
  [ "$(cli $region sns list-topics --query 'Topics[].[TopicArn]' | lines)" = 3 ] || fail "topics in $region"
  [ "$(cli $region sns list-subscriptions --query 'Subscriptions[?SubscriptionArn==`PendingConfirmation`].[Endpoint]' | lines)" = 3 ] || fail "subscriptions in $region"
  [ "$(cli $region cloudwatch describe-alarms --query 'MetricAlarms[].[AlarmName]' | lines)" -ge 15 ] || fail "alarms in $region"
  [ "$(cli $region cloudwatch describe-alarms --alarm-types CompositeAlarm --query 'CompositeAlarms[].[AlarmName]' | lines)" = 1 ] || fail "composite alarm in $region"
  [ "$(cli $region cloudwatch list-dashboards --query 'DashboardEntries[].[DashboardName]' | lines)" = 3 ] || fail "dashboards in $region"
  [ "$(cli $region events list-rules --query 'Rules[].[Name]' | lines)" -ge 2 ] || fail "rules in $region"
  [ "$(cli $region rds describe-event-subscriptions --query 'EventSubscriptionsList[].[Status]')" = active ] || fail "event subscription in $region"
done
[ "$(cli us-east-1 budgets describe-budgets --account-id 123456789012 --query 'Budgets[0].BudgetLimit.Amount')" = 5000.0 ] || fail budget
topic=$(cli ap-northeast-1 sns list-topics --query 'Topics[?ends_with(TopicArn, `warning`)].TopicArn')
own=$(cli ap-northeast-1 sns subscribe --topic-arn "$topic" --protocol email --notification-endpoint team@example.com --return-subscription-arn)
[ "$(cli ap-northeast-1 sns confirm-subscription --topic-arn "$topic" --token "${own##*:}")" = "$own" ] || fail "confirming"
expect 0 "$bin" plan "$scratch/base.yaml" --state "$scratch/b.json" --detailed-exitcode; says 'No changes'
