#ifndef AWS_API_KAFKACONNECT_H
#define AWS_API_KAFKACONNECT_H

/* MSK Connect: plugins, worker configurations, connectors. The API of 2021-09-14: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_kafkaconnect;

/* clang-format off */
extern const struct op kafkaconnect_CreateConnector, kafkaconnect_DescribeConnector, kafkaconnect_ListConnectors,
    kafkaconnect_UpdateConnector, kafkaconnect_DeleteConnector;
extern const struct op kafkaconnect_CreateCustomPlugin, kafkaconnect_DescribeCustomPlugin,
    kafkaconnect_ListCustomPlugins, kafkaconnect_DeleteCustomPlugin;
extern const struct op kafkaconnect_CreateWorkerConfiguration, kafkaconnect_DescribeWorkerConfiguration,
    kafkaconnect_ListWorkerConfigurations, kafkaconnect_DeleteWorkerConfiguration;
extern const struct op kafkaconnect_TagResource, kafkaconnect_UntagResource, kafkaconnect_ListTagsForResource;
/* clang-format on */

#endif
