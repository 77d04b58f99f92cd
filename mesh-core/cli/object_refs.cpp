// SPDX-License-Identifier: Apache-2.0
#include "cli/object_refs.h"

#include "base/lower.h"
#include "resource/kinds.h"

#include <algorithm>
#include <set>

namespace causeway::cli {
namespace {

std::string groupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return std::string(slash == apiVersion.npos ? "" : apiVersion.substr(0, slash));
}

} // namespace

Result<std::vector<ObjectRef>> refsOf(const ObjectName& object) {
    const std::string kind = lowerOf(object.kind);
    for (const resource::KindInfo& info : resource::kinds()) {
        if (lowerOf(info.kind) != kind)
            continue;
        std::set<std::string> groups;
        for (const auto apiVersion : info.apiVersions)
            groups.insert(groupOf(apiVersion));
        const std::string space = !info.namespaced            ? ""
                                  : object.namespace_.empty() ? "default"
                                                              : object.namespace_;
        std::vector<ObjectRef> refs;
        for (const std::string& group : groups)
            refs.push_back(
                {.group = group, .kind = kind, .name = object.name, .namespace_ = space});
        return refs;
    }
    return fail(ErrorKind::InvalidInput,
                "found kind \"" + object.kind + "\"; expected one that causewayctl get shows");
}

Result<client::StoredObject> objectAt(const client::ClusterClient& client, const ObjectName& object,
                                      std::uint64_t revision) {
    CAUSEWAY_TRY(const auto refs, refsOf(object));
    Result<client::StoredObject> found = fail(ErrorKind::NotFound, "");
    for (const ObjectRef& ref : refs)
        if (found = client.object(ref, revision);
            found || found.error().kind() != ErrorKind::NotFound)
            break;
    return found;
}

} // namespace causeway::cli
