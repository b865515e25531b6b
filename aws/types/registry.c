#include "aws/types/impl.h"

#include <string.h>

/* One line a type: X(x) lists rtype_x. Sorted by the names that the types bear, AWS::..., not by these. */
#define TYPES(X)                                                                                                       \
    X(autoscaling_scalable_target)                                                                                     \
    X(autoscaling_scaling_policy)                                                                                      \
    X(budgets_budget)                                                                                                  \
    X(budgets_notification)                                                                                            \
    X(certificate_manager_certificate)                                                                                 \
    X(cloudwatch_alarm)                                                                                                \
    X(cloudwatch_composite_alarm)                                                                                      \
    X(cloudwatch_dashboard)                                                                                            \
    X(ec2_default_security_group)                                                                                      \
    X(ec2_eip)                                                                                                         \
    X(ec2_flow_log)                                                                                                    \
    X(ec2_internet_gateway)                                                                                            \
    X(ec2_nat_gateway)                                                                                                 \
    X(ec2_route)                                                                                                       \
    X(ec2_route_table)                                                                                                 \
    X(ec2_security_group)                                                                                              \
    X(ec2_security_group_egress)                                                                                       \
    X(ec2_security_group_ingress)                                                                                      \
    X(ec2_subnet)                                                                                                      \
    X(ec2_subnet_route_table_association)                                                                              \
    X(ec2_vpc)                                                                                                         \
    X(ec2_vpc_endpoint)                                                                                                \
    X(ec2_vpc_gateway_attachment)                                                                                      \
    X(ec2_vpc_peering_connection)                                                                                      \
    X(ec2_vpc_peering_connection_accepter)                                                                             \
    X(ec2_vpc_peering_connection_accepter_options)                                                                     \
    X(ec2_vpc_peering_connection_requester_options)                                                                    \
    X(eks_access_entry)                                                                                                \
    X(eks_addon)                                                                                                       \
    X(eks_cluster)                                                                                                     \
    X(eks_fargate_profile)                                                                                             \
    X(eks_nodegroup)                                                                                                   \
    X(eks_pod_identity_association)                                                                                    \
    X(elasticache_global_replication_group)                                                                            \
    X(elasticache_parameter_group)                                                                                     \
    X(elasticache_replication_group)                                                                                   \
    X(elasticache_subnet_group)                                                                                        \
    X(elasticache_user)                                                                                                \
    X(elasticache_user_group)                                                                                          \
    X(elasticloadbalancing_v2_listener)                                                                                \
    X(elasticloadbalancing_v2_load_balancer)                                                                           \
    X(elasticloadbalancing_v2_target_group)                                                                            \
    X(events_rule)                                                                                                     \
    X(fis_experiment_template)                                                                                         \
    X(iam_instance_profile)                                                                                            \
    X(iam_managed_policy)                                                                                              \
    X(iam_oidc_provider)                                                                                               \
    X(iam_policy)                                                                                                      \
    X(iam_role)                                                                                                        \
    X(kms_alias)                                                                                                       \
    X(kms_key)                                                                                                         \
    X(kms_replica_key)                                                                                                 \
    X(kafkaconnect_connector)                                                                                          \
    X(kafkaconnect_custom_plugin)                                                                                      \
    X(kafkaconnect_worker_configuration)                                                                               \
    X(lambda_event_invoke_config)                                                                                      \
    X(lambda_function)                                                                                                 \
    X(lambda_permission)                                                                                               \
    X(logs_log_group)                                                                                                  \
    X(msk_batch_scram_secret)                                                                                          \
    X(msk_cluster)                                                                                                     \
    X(msk_cluster_policy)                                                                                              \
    X(msk_configuration)                                                                                               \
    X(msk_replicator)                                                                                                  \
    X(rds_db_cluster)                                                                                                  \
    X(rds_db_cluster_endpoint)                                                                                         \
    X(rds_db_cluster_parameter_group)                                                                                  \
    X(rds_db_instance)                                                                                                 \
    X(rds_db_parameter_group)                                                                                          \
    X(rds_db_subnet_group)                                                                                             \
    X(rds_event_subscription)                                                                                          \
    X(rds_global_cluster)                                                                                              \
    X(route53_health_check)                                                                                            \
    X(route53_hosted_zone)                                                                                             \
    X(route53_record_set)                                                                                              \
    X(s3_bucket)                                                                                                       \
    X(s3_bucket_policy)                                                                                                \
    X(s3_bucket_replication)                                                                                           \
    X(sns_subscription)                                                                                                \
    X(sns_topic)                                                                                                       \
    X(sqs_queue)                                                                                                       \
    X(ssm_document)                                                                                                    \
    X(secretsmanager_resource_policy)                                                                                  \
    X(secretsmanager_rotation_schedule)                                                                                \
    X(secretsmanager_secret)                                                                                           \
    X(secretsmanager_secret_target_attachment)                                                                         \
    X(servicediscovery_http_namespace)                                                                                 \
    X(servicediscovery_private_dns_namespace)                                                                          \
    X(servicediscovery_service)                                                                                        \
    X(helm_release)

#define DECLARE(t) extern const struct rtype rtype_##t;
#define LISTED(t) &rtype_##t,

TYPES(DECLARE)

const struct rtype *const rtypes[] = {TYPES(LISTED) NULL};

const struct rtype *rtype_named(const char *name)
{
    for (const struct rtype *const *rt = rtypes; *rt; rt++)
        if (strcmp((*rt)->name, name) == 0)
            return *rt;
    return NULL;
}
