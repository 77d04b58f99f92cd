// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/mesh_headers.h"

namespace causeway::proxy {
namespace {

struct Name {
    std::string_view name;
    std::string MeshHeaders::*field;
};
constexpr Name kNames[] = {
    {"causeway-orig-proto", &MeshHeaders::origProto},
    {"causeway-orig-authority", &MeshHeaders::origAuthority},
    {"causeway-route", &MeshHeaders::route},
    {"causeway-link", &MeshHeaders::link},
    {"causeway-caller", &MeshHeaders::caller},
};

} // namespace

MeshHeaders MeshHeaders::take(http::Headers& headers) {
    MeshHeaders taken;
    bool any = false;
    for (const http::Header& header : headers) {
        if (!header.name.starts_with(kHeaderPrefix))
            continue;
        any = true;
        for (const Name& each : kNames)
            if (header.name == each.name)
                taken.*each.field = header.value;
    }
    if (any)
        headers.removePrefix(kHeaderPrefix);
    return taken;
}

void MeshHeaders::put(http::Headers& headers) const {
    headers.removePrefix(kHeaderPrefix);
    for (const Name& each : kNames)
        if (const std::string& value = this->*each.field; !value.empty())
            headers.add(each.name, value);
}

} // namespace causeway::proxy
