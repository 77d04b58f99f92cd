// SPDX-License-Identifier: Apache-2.0
// Whatever a protobuf file holds, what is made of it is a profile that is read back as it was.
#include "fuzz/fuzz_target.h"
#include "profile/protobuf.h"
#include "profile/render.h"
#include "resource/parse.h"

using namespace causeway;

CAUSEWAY_FUZZ_TARGET(proto_file) {
    const std::string text(textOf(input));
    const profile::LoadFile load = [&](const std::string& path) -> Result<std::string> {
        if (path == "other.proto")
            return text;
        return fail(ErrorKind::NotFound, "found no file " + path);
    };
    profile::Findings findings;
    const auto operations = profile::readProto({"input.proto", text, {}, load}, findings);
    if (findings.has(profile::Severity::Error))
        return;
    const profile::ServiceName service{"loans", "bank", "cluster.local", 0};
    auto objects = profile::toGrpcRoutes(operations, service, findings);
    objects.push_back(profile::toServiceProfile(operations, service));
    const auto again = resource::parseObjects(resource::serialize(objects), "again.yaml");
    CAUSEWAY_ASSERT(again && *again == objects);
}
