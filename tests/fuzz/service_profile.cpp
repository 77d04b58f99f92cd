// SPDX-License-Identifier: Apache-2.0
// Whatever is read as a ServiceProfile can be judged, and what it converts to is read back.
#include "fuzz/fuzz_target.h"
#include "profile/check.h"
#include "profile/convert.h"
#include "resource/parse.h"

using namespace causeway;

CAUSEWAY_FUZZ_TARGET(service_profile) {
    profile::Findings findings;
    (void)profile::checkProfiles(textOf(input), "input.yaml", findings);
    const auto objects = resource::parseObjects(textOf(input), "input.yaml");
    if (!objects)
        return;
    const auto profiles = profile::toProfiles(*objects, "cluster.local");
    (void)resource::serialize(profiles.objects);
    for (const auto& object : *objects)
        if (object.as<resource::ServiceProfile>())
            for (const auto kind : {profile::RouteKind::Http, profile::RouteKind::Grpc})
                (void)resource::serialize(profile::toRoutes(object, kind).objects);
}
