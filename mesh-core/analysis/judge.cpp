// SPDX-License-Identifier: Apache-2.0
#include "analysis/judge.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::analysis {

Result<Judge> Judge::compile(std::vector<resource::Object> objects) {
    Judge judge;
    judge.m_objects = std::make_unique<const std::vector<resource::Object>>(std::move(objects));
    judge.m_set = std::make_unique<const rules::ObjectSet>(*judge.m_objects);
    const auto& set = *judge.m_set;
    for (const auto* object : set.all()) {
        judge.m_byRef.emplace(object->ref(), object);
        if (!object->as<resource::ExternalWorkload>())
            continue;
        for (const auto& served : rules::servedPorts(set, *object)) {
            auto compiled = policy::compile(rules::inboundServer(set, *object, served.targetPort));
            if (!compiled)
                return tl::unexpected(std::move(compiled).error().context(object->describe()));
            judge.m_ports[{served.service, served.port}].push_back(
                {object, served.targetPort, rules::serverOf(set, *object, served.targetPort),
                 std::move(*compiled)});
        }
    }
    return judge;
}

const std::vector<JudgedPort>& Judge::portsOf(std::string_view service, std::uint16_t port) const {
    static const std::vector<JudgedPort> kNone;
    const auto found = m_ports.find({std::string(service), port});
    return found == m_ports.end() ? kNone : found->second;
}

const resource::Object* Judge::find(const ObjectRef& ref) const {
    const auto found = m_byRef.find(ref);
    return found == m_byRef.end() ? nullptr : found->second;
}

std::string whereOf(const resource::Object& object) {
    const auto line = object.origin.range.start.line;
    return line == 0 ? object.origin.source : fmt::format("{}:{}", object.origin.source, line);
}

} // namespace causeway::analysis
