// SPDX-License-Identifier: Apache-2.0
// Whatever an OpenAPI document holds, what is made of it is a profile that is read back as it was.
#include "profile/openapi.h"

#include "fuzz/fuzz_target.h"
#include "profile/render.h"
#include "resource/parse.h"

using namespace causeway;

namespace {

// The file refers to itself by another name, so that what follows references is tried too.
profile::LoadFile sameAgain(const std::string& text) {
    return [&text](const std::string& path) -> Result<std::string> {
        if (path == "other.yaml")
            return text;
        return fail(ErrorKind::NotFound, "found no file " + path);
    };
}

} // namespace

CAUSEWAY_FUZZ_TARGET(openapi) {
    const std::string text(textOf(input));
    profile::Findings findings;
    const auto operations = profile::readOpenApi({"input.yaml", text, sameAgain(text)}, findings);
    if (findings.has(profile::Severity::Error))
        return;
    const profile::ServiceName service{"loans", "bank", "cluster.local", 0};
    auto objects = profile::toHttpRoutes(operations, service, findings);
    objects.push_back(profile::toServiceProfile(operations, service));
    const auto again = resource::parseObjects(resource::serialize(objects), "again.yaml");
    if (!again) // a path longer than any expression may be, or of characters that YAML has not
        return;
    CAUSEWAY_ASSERT(*again == objects);
}
