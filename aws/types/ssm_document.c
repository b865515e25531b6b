/*
 * A document. A change of content is a new version, which callers do not run until it is the default one: what is read
 * and compared is therefore the default version's content, and the latest is made the default also when it holds that
 * content already.
 */
#include "aws/types/common.h"

/* clang-format off */
#define IS_DOCUMENT {"ResourceType", "=Document"}, {"ResourceId", "$Name"}

const struct rtype rtype_ssm_document = {
    .name = "AWS::SSM::Document", .doc = "document of Systems Manager: a runbook",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "Name", .key = "Name", .create_s = {5, 10}, .update_s = {8, 16}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Name",           T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"Content",        T_MAP, A_REQUIRED | A_JSON, .doc = "schemaVersion, parameters, steps"},
        {"DocumentType",   T_STR, A_CREATE_ONLY, .doc = "Automation, Command, ..."},
        {"LatestVersion",  T_STR, A_OUTPUT, .doc = "number of the newest version"},
        {"DefaultVersion", T_STR, A_OUTPUT, .doc = "number of the version that is run"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&ssm_DescribeDocument, .only = "Name", .bind = BINDS({"DocumentVersion", "=$LATEST"}), .result = "Document"},
                         {&ssm_GetDocument, .only = "Name", .bind = BINDS({"DocumentFormat", "=JSON"}), .result = ""}),
        .create  = CALLS({&ssm_CreateDocument, .found = FOUND_BY_NAME, .bind = BINDS({"DocumentFormat", "=JSON"}), .result = "DocumentDescription", .not_yet = "TooManyUpdates"}),
        .update  = CALLS({&ssm_UpdateDocument, .found = FOUND_BY_KEY, .when = "Content", .only = "Name Content", .done = "DuplicateDocumentContent", .not_yet = "TooManyUpdates InvalidDocumentOperation",
                          .bind = BINDS({"DocumentFormat", "=JSON"}, {"DocumentVersion", "=$LATEST"}), .result = "DocumentDescription"},
                         {&ssm_UpdateDocumentDefaultVersion, .when = "Content", .only = "Name", .bind = BINDS({"DocumentVersion", "$LatestVersion"})},
                         {&ssm_AddTagsToResource, .when = "Tags", .only = "-", .bind = BINDS(IS_DOCUMENT, {"Tags", "+Tags"})},
                         {&ssm_RemoveTagsFromResource, .when = "Tags", .only = "-", .bind = BINDS(IS_DOCUMENT, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&ssm_DeleteDocument, .only = "Name", .not_yet = "TooManyUpdates InvalidDocumentOperation"}),
        .missing = "InvalidDocument",
        .wait    = {UNTIL({"Status", "Active", "Creating Updating"}), 2, 300, .why = "StatusInformation"},
    },
};
