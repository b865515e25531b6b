#include "aws/api/acm.h"

/* clang-format off */

#define STATUSES   "PENDING_VALIDATION ISSUED INACTIVE EXPIRED VALIDATION_TIMED_OUT REVOKED FAILED"
#define METHODS    "EMAIL DNS HTTP"
#define ALGORITHMS "RSA_1024 RSA_2048 RSA_3072 RSA_4096 EC_prime256v1 EC_secp384r1 EC_secp521r1"
#define TYPES      "IMPORTED AMAZON_ISSUED PRIVATE"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR(Value));

SHAPE(CertificateOptions,
    STR_OF(CertificateTransparencyLoggingPreference, "ENABLED DISABLED"));

SHAPE(RequestCertificateRequest,
    STR_REQUIRED(DomainName),
    STR_OF(ValidationMethod, METHODS),
    STRS(SubjectAlternativeNames, NULL),
    STR(IdempotencyToken),
    STRUCT(Options, CertificateOptions),
    LIST(Tags, Tag, NULL),
    STR_OF(KeyAlgorithm, ALGORITHMS));

SHAPE(RequestCertificateResponse,
    STR(CertificateArn));

SHAPE(DescribeCertificateRequest,
    STR_REQUIRED(CertificateArn));

SHAPE(ResourceRecord,
    STR_REQUIRED(Name),
    STR_REQUIRED_OF(Type, "CNAME"),
    STR_REQUIRED(Value));

SHAPE(DomainValidation,
    STR_REQUIRED(DomainName),
    STR(ValidationDomain),
    STR_OF(ValidationStatus, "PENDING_VALIDATION SUCCESS FAILED"),
    STRUCT(ResourceRecord, ResourceRecord),
    STR_OF(ValidationMethod, METHODS));

SHAPE(CertificateDetail,
    STR(CertificateArn),
    STR(DomainName),
    STRS(SubjectAlternativeNames, NULL),
    LIST(DomainValidationOptions, DomainValidation, NULL),
    STR(Issuer),
    TIME(CreatedAt),
    TIME(IssuedAt),
    STR_OF(Status, STATUSES),
    TIME(NotBefore),
    TIME(NotAfter),
    STR_OF(KeyAlgorithm, ALGORITHMS),
    STRS(InUseBy, NULL),
    STR(FailureReason),
    STR_OF(Type, TYPES),
    STR_OF(RenewalEligibility, "ELIGIBLE INELIGIBLE"),
    STRUCT(Options, CertificateOptions));

SHAPE(DescribeCertificateResponse,
    STRUCT(Certificate, CertificateDetail));

SHAPE(ListCertificatesRequest,
    {.name = "CertificateStatuses", .kind = K_LIST, .of = K_STR, .values = STATUSES},
    STR(NextToken),
    INT(MaxItems));

SHAPE(CertificateSummary,
    STR(CertificateArn),
    STR(DomainName),
    STRS(SubjectAlternativeNameSummaries, NULL),
    STR_OF(Status, STATUSES),
    STR_OF(Type, TYPES),
    STR_OF(KeyAlgorithm, ALGORITHMS),
    BOOL(InUse),
    TIME(CreatedAt),
    TIME(IssuedAt),
    TIME(NotBefore),
    TIME(NotAfter));

SHAPE(ListCertificatesResponse,
    STR(NextToken),
    LIST(CertificateSummaryList, CertificateSummary, NULL));

SHAPE(UpdateCertificateOptionsRequest,
    STR_REQUIRED(CertificateArn),
    STRUCT_REQUIRED(Options, CertificateOptions));

SHAPE(DeleteCertificateRequest,
    STR_REQUIRED(CertificateArn));

SHAPE(AddTagsToCertificateRequest,
    STR_REQUIRED(CertificateArn),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(RemoveTagsFromCertificateRequest,
    STR_REQUIRED(CertificateArn),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(ListTagsForCertificateRequest,
    STR_REQUIRED(CertificateArn));

SHAPE(ListTagsForCertificateResponse,
    LIST(Tags, Tag, NULL));

OP(acm, RequestCertificate,        RequestCertificateRequest,        &RequestCertificateResponse,     OP_IDEMPOTENT,
   "InvalidParameterException TooManyTagsException InvalidArnException InvalidTagException InvalidDomainValidationOptionsException "
   "LimitExceededException");
OP(acm, DescribeCertificate,       DescribeCertificateRequest,       &DescribeCertificateResponse,    OP_READ, "ResourceNotFoundException InvalidArnException");
OP_PAGED(acm, ListCertificates,    ListCertificatesRequest,          &ListCertificatesResponse,       OP_READ, "InvalidArgsException",
   PAGES_OF("NextToken", "NextToken", "CertificateSummaryList", "MaxItems", 1000));
OP(acm, UpdateCertificateOptions,  UpdateCertificateOptionsRequest,  NULL,                            OP_IDEMPOTENT,
   "ResourceNotFoundException LimitExceededException InvalidStateException InvalidArnException");
OP(acm, DeleteCertificate,         DeleteCertificateRequest,         NULL,                            OP_IDEMPOTENT,
   "ResourceNotFoundException ResourceInUseException InvalidArnException ConflictException");
OP(acm, AddTagsToCertificate,      AddTagsToCertificateRequest,      NULL,                            OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidArnException InvalidTagException TooManyTagsException InvalidParameterException");
OP(acm, RemoveTagsFromCertificate, RemoveTagsFromCertificateRequest, NULL,                            OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidArnException InvalidTagException InvalidParameterException");
OP(acm, ListTagsForCertificate,    ListTagsForCertificateRequest,    &ListTagsForCertificateResponse, OP_READ, "ResourceNotFoundException InvalidArnException");

const struct service svc_acm = {
    .id = "acm",
    .service_id = "ACM",
    .protocol = P_JSON,
    .version = "2015-12-08",
    .target = "CertificateManager",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &acm_RequestCertificate, &acm_DescribeCertificate, &acm_ListCertificates, &acm_UpdateCertificateOptions, &acm_DeleteCertificate,
        &acm_AddTagsToCertificate, &acm_RemoveTagsFromCertificate, &acm_ListTagsForCertificate, NULL},
};

/* clang-format on */
