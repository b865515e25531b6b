#include "aws/api/services.h"

#include "aws/api/acm.h"
#include "aws/api/autoscaling.h"
#include "aws/api/budgets.h"
#include "aws/api/cloudwatch.h"
#include "aws/api/ec2.h"
#include "aws/api/eks.h"
#include "aws/api/elasticache.h"
#include "aws/api/elbv2.h"
#include "aws/api/events.h"
#include "aws/api/fis.h"
#include "aws/api/iam.h"
#include "aws/api/kafka.h"
#include "aws/api/kafkaconnect.h"
#include "aws/api/kms.h"
#include "aws/api/lambda.h"
#include "aws/api/logs.h"
#include "aws/api/pricing.h"
#include "aws/api/rds.h"
#include "aws/api/route53.h"
#include "aws/api/s3.h"
#include "aws/api/savingsplans.h"
#include "aws/api/secretsmanager.h"
#include "aws/api/servicediscovery.h"
#include "aws/api/servicequotas.h"
#include "aws/api/sns.h"
#include "aws/api/sqs.h"
#include "aws/api/ssm.h"
#include "aws/api/sts.h"
#include "aws/api/tagging.h"

#include <string.h>

/* clang-format off */
const struct service *const aws_services[] = {
    &svc_acm,
    &svc_autoscaling,
    &svc_budgets,
    &svc_cloudwatch,
    &svc_ec2,
    &svc_eks,
    &svc_elasticache,
    &svc_elbv2,
    &svc_events,
    &svc_fis,
    &svc_iam,
    &svc_kafka,
    &svc_kafkaconnect,
    &svc_kms,
    &svc_lambda,
    &svc_logs,
    &svc_pricing,
    &svc_rds,
    &svc_route53,
    &svc_s3,
    &svc_savingsplans,
    &svc_secretsmanager,
    &svc_servicediscovery,
    &svc_servicequotas,
    &svc_sns,
    &svc_sqs,
    &svc_ssm,
    &svc_sts,
    &svc_tagging,
    NULL,
};
/* clang-format on */

const struct service *aws_service(const char *id)
{
    for (const struct service *const *svc = aws_services; *svc; svc++)
        if (strcmp((*svc)->id, id) == 0)
            return *svc;
    return NULL;
}
