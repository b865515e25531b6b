#include "aws/sandbox/kinds.h"

/* What the sandbox plays. */

const struct sandbox_kind *const sandbox_kinds[] = {
    &kind_token,
    &kind_vpc,
    &kind_subnet,
    &kind_internet_gateway,
    &kind_address,
    &kind_nat_gateway,
    &kind_route_table,
    &kind_route_association,
    &kind_security_group,
    &kind_security_group_rule,
    &kind_vpc_endpoint,
    &kind_peering,
    &kind_flow_log,
    &kind_key,
    &kind_alias,
    &kind_secret,
    &kind_role,
    &kind_session,
    &kind_policy,
    &kind_instance_profile,
    &kind_oidc_provider,
    &kind_log_group,
    &kind_topic,
    &kind_subscription,
    &kind_alarm,
    &kind_dashboard,
    &kind_rule,
    &kind_budget,
    &kind_budget_notification,
    &kind_event_subscription,
    &kind_bucket,
    &kind_piece,
    &kind_object,
    &kind_queue,
    &kind_document,
    &kind_eks_cluster,
    &kind_eks_update,
    &kind_eks_nodegroup,
    &kind_eks_addon,
    &kind_eks_entry,
    &kind_eks_pod_identity,
    &kind_eks_fargate,
    &kind_function,
    &kind_function_interface,
    &kind_experiment_template,
    &kind_experiment,
    &kind_global_cluster,
    &kind_cluster,
    &kind_instance,
    &kind_cluster_endpoint,
    &kind_subnet_group,
    &kind_cluster_parameters,
    &kind_parameters,
    &kind_kafka_configuration,
    &kind_kafka_cluster,
    &kind_kafka_operation,
    &kind_kafka_replicator,
    &kind_connect_plugin,
    &kind_connect_workers,
    &kind_connect_connector,
    &kind_scalable_target,
    &kind_scaling_policy,
    &kind_cache_subnet_group,
    &kind_cache_parameter_group,
    &kind_cache_user,
    &kind_cache_user_group,
    &kind_replication_group,
    &kind_global_replication_group,
    &kind_hosted_zone,
    &kind_caller_reference,
    &kind_dns_change,
    &kind_record_set,
    &kind_health_check,
    &kind_namespace,
    &kind_discovery_service,
    &kind_discovery_operation,
    &kind_load_balancer,
    &kind_target_group,
    &kind_listener,
    &kind_certificate,
    NULL,
};

/* clang-format off */
const struct sandbox_service *const sandbox_services[] = {
    &sandbox_ec2,
    &sandbox_rds,
    &sandbox_kms,
    &sandbox_secretsmanager,
    &sandbox_iam,
    &sandbox_sts,
    &sandbox_logs,
    &sandbox_tagging,
    &sandbox_sns,
    &sandbox_cloudwatch,
    &sandbox_events,
    &sandbox_budgets,
    &sandbox_sqs,
    &sandbox_ssm,
    &sandbox_eks,
    &sandbox_s3,
    &sandbox_kafka,
    &sandbox_kafkaconnect,
    &sandbox_autoscaling,
    &sandbox_elasticache,
    &sandbox_lambda,
    &sandbox_fis,
    &sandbox_route53,
    &sandbox_servicediscovery,
    &sandbox_servicequotas,
    &sandbox_elbv2,
    &sandbox_acm,
    &sandbox_pricing,
    &sandbox_savingsplans,
    NULL,
};
/* clang-format on */

const struct sandbox_service *sandbox_service_of(const char *id)
{
    for (const struct sandbox_service *const *s = sandbox_services; *s; s++)
        if (str_eq((*s)->id, id))
            return *s;
    return NULL;
}

const struct sandbox_op *sandbox_row(const char *service, const char *op, const struct sandbox_service **ret_service)
{
    const struct sandbox_service *s = sandbox_service_of(service);
    for (const struct sandbox_op *row = s ? s->ops : NULL; row && row->name; row++) {
        if (!str_eq(row->name, op))
            continue;
        *ret_service = s;
        return row;
    }
    return NULL;
}
