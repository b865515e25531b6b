#ifndef AWS_SANDBOX_KINDS_H
#define AWS_SANDBOX_KINDS_H

#include "aws/sandbox/call.h"

/* The kinds of object, each defined in the file of its rules. */

extern const struct sandbox_kind kind_token;

extern const struct sandbox_kind kind_vpc, kind_subnet, kind_internet_gateway, kind_address, kind_nat_gateway;
extern const struct sandbox_kind kind_route_table, kind_route_association, kind_security_group,
    kind_security_group_rule;
extern const struct sandbox_kind kind_vpc_endpoint, kind_peering, kind_flow_log;

extern const struct sandbox_kind kind_hosted_zone, kind_record_set, kind_health_check, kind_dns_change,
    kind_caller_reference;
extern const struct sandbox_kind kind_namespace, kind_discovery_service, kind_discovery_operation;
extern const struct sandbox_kind kind_load_balancer, kind_target_group, kind_listener;
extern const struct sandbox_kind kind_certificate;

extern const struct sandbox_kind kind_key, kind_alias;
extern const struct sandbox_kind kind_secret;
extern const struct sandbox_kind kind_role, kind_session, kind_policy, kind_instance_profile, kind_oidc_provider;
extern const struct sandbox_kind kind_log_group;
extern const struct sandbox_kind kind_topic, kind_subscription;
extern const struct sandbox_kind kind_alarm, kind_dashboard;
extern const struct sandbox_kind kind_rule;
extern const struct sandbox_kind kind_budget, kind_budget_notification;
extern const struct sandbox_kind kind_event_subscription;
extern const struct sandbox_kind kind_bucket, kind_object, kind_piece;

extern const struct sandbox_kind kind_queue, kind_document, kind_function, kind_function_interface,
    kind_experiment_template, kind_experiment;

extern const struct sandbox_kind kind_eks_cluster, kind_eks_update, kind_eks_nodegroup, kind_eks_addon, kind_eks_entry;
extern const struct sandbox_kind kind_eks_pod_identity, kind_eks_fargate;

extern const struct sandbox_kind kind_global_cluster, kind_cluster, kind_instance, kind_subnet_group;
extern const struct sandbox_kind kind_cluster_parameters, kind_parameters, kind_cluster_endpoint;

extern const struct sandbox_kind kind_cache_subnet_group, kind_cache_parameter_group, kind_cache_user,
    kind_cache_user_group, kind_replication_group, kind_global_replication_group;

extern const struct sandbox_service sandbox_elasticache;
extern const struct sandbox_service sandbox_ec2, sandbox_rds, sandbox_kms, sandbox_secretsmanager, sandbox_iam;
extern const struct sandbox_service sandbox_sts, sandbox_logs, sandbox_tagging;
extern const struct sandbox_service sandbox_sqs, sandbox_ssm, sandbox_lambda, sandbox_fis;
extern const struct sandbox_service sandbox_sns, sandbox_cloudwatch, sandbox_events, sandbox_budgets;
extern const struct sandbox_service sandbox_eks, sandbox_servicequotas;

extern const struct sandbox_service sandbox_s3;
extern const struct sandbox_kind kind_kafka_cluster, kind_kafka_operation, kind_kafka_configuration,
    kind_kafka_replicator;
extern const struct sandbox_kind kind_connect_plugin, kind_connect_workers, kind_connect_connector;
extern const struct sandbox_kind kind_scalable_target, kind_scaling_policy;
extern const struct sandbox_service sandbox_kafka, sandbox_kafkaconnect, sandbox_autoscaling;

extern const struct sandbox_service sandbox_route53, sandbox_servicediscovery, sandbox_elbv2, sandbox_acm,
    sandbox_pricing, sandbox_savingsplans;

/* ---- rules that one service's file lends to another's ------------------------------------------------------------ */

/* By id, ARN, alias or alias ARN; an AWS managed key ("alias/aws/rds") comes into being when it is first used. NULL. */
struct object *key_find(struct call *c, const char *region, const char *id);
/* A key that can encrypt now; `code` is what the asking service says otherwise. */
bool key_usable(struct call *c, const char *region, const char *id, const char *code, struct object **ret);
/* A VPC's default security group; NULL: it has gone. */
struct object *default_group_in(const struct object *vpc);
/* "integer", "boolean" or "string", and what is allowed: "0-100,200", "yes,no"; NULL: anything of that type. */
bool parameter_value_fits(const char *type, const char *allowed, const char *text);
/* A window of the request, "hh:mm-hh:mm" or "ddd:hh:mm-ddd:hh:mm", kept in lower case. */
bool time_window_fits(struct call *c, const char *member, bool weekly, int least_minutes);
bool windows_overlap(const char *daily, const char *weekly);
/* A policy document: JSON, a map, with statements. */
bool policy_valid(struct arena *a, const char *text);
/* What a topic's policy says of a service: "events.rds.amazonaws.com". */
bool topic_lets_publish(struct call *c, const struct object *topic, const char *service);

#endif
