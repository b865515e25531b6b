#ifndef AWS_API_FIS_H
#define AWS_API_FIS_H

/* Fault Injection Service: experiment templates, and experiments. The API of 2020-12-01: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_fis;

/* clang-format off */
extern const struct op fis_CreateExperimentTemplate, fis_GetExperimentTemplate, fis_ListExperimentTemplates;
extern const struct op fis_UpdateExperimentTemplate, fis_DeleteExperimentTemplate, fis_ListActions;
extern const struct op fis_StartExperiment, fis_GetExperiment, fis_StopExperiment, fis_ListExperiments;
extern const struct op fis_TagResource, fis_UntagResource, fis_ListTagsForResource;
/* clang-format on */

#endif
