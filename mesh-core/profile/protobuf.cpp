// SPDX-License-Identifier: Apache-2.0
#include "profile/protobuf.h"

#include "profile/path_template.h"
#include "profile/proto_file.h"
#include "profile/proto_imports.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::profile {
namespace {

constexpr std::string_view kRouteOption = "causeway.route";

// "(.causeway.route).timeout" and "( causeway.route ).timeout" are one.
std::string withoutParentheses(std::string_view name) {
    std::string plain;
    for (const char c : name)
        if (c != '(' && c != ')' && !(c == '.' && plain.empty()))
            plain += c;
    return plain;
}

class Reader {
public:
    Reader(const ProtoFile& file, const ProtoImports& imports, Findings& findings)
        : m_file(file), m_imports(imports), m_findings(findings) {}

    std::vector<Operation> read() {
        constexpr const char* kNewest = "2024";
        if (m_file.syntax.size() == 4 && m_file.syntax > kNewest)
            m_findings.add(Severity::Warning, "edition", {m_file.source, {1, 1, 0}, "edition"},
                           fmt::format("found {}; expected {} or an older one: what is new in it "
                                       "is not understood",
                                       m_file.syntax, kNewest));
        std::map<std::string, std::size_t> names;
        for (const auto& service : m_file.services)
            for (const auto& method : service.methods)
                ++names[method.name];
        for (const auto& service : m_file.services)
            for (const auto& method : service.methods)
                m_operations.push_back(read(service, method, names[method.name] > 1));
        if (m_operations.empty())
            m_findings.add(Severity::Error, "no-operations", {m_file.source, {1, 1, 0}, ""},
                           "found no service with a method; expected one to make routes of");
        return std::move(m_operations);
    }

private:
    Operation read(const ProtoService& service, const ProtoMethod& method, bool isNameTwice) {
        const auto field = service.name + "." + method.name;
        Operation operation;
        operation.place = {m_file.source, method.at, field};
        operation.method = "POST";
        operation.rpcService =
            m_file.package.empty() ? service.name : m_file.package + "." + service.name;
        operation.rpcMethod = method.name;
        operation.path = fmt::format("/{}/{}", operation.rpcService, method.name);
        operation.name = isNameTwice ? service.name + "." + method.name : method.name;
        if (isNameTwice)
            m_findings.add(Severity::Warning, "duplicate-method", operation.place,
                           fmt::format("found the method {} in several services; expected names "
                                       "that differ: the route is called {}",
                                       method.name, operation.name));
        checkType(method.input, {m_file.source, method.inputAt, field});
        checkType(method.output, {m_file.source, method.outputAt, field});
        for (const auto& option : method.options)
            readOption(option, method, operation);
        return operation;
    }

    void checkType(const std::string& type, Place place) {
        if (!m_imports.isComplete() || m_imports.defines(type, m_file.package))
            return;
        m_findings.add(Severity::Warning, "unknown-type", std::move(place),
                       fmt::format("found {}, which neither this file nor its imports define; "
                                   "expected a message",
                                   type));
    }

    void readOption(const ProtoOption& option, const ProtoMethod& method, Operation& operation) {
        const auto name = withoutParentheses(option.name);
        const auto field = operation.place.field + "." + option.name;
        if (name == "idempotency_level")
            readIdempotency(option, method, {m_file.source, option.value.at, field}, operation);
        else if (name == std::string(kRouteOption) + ".timeout")
            readTimeout(option.value, field, operation);
        else if (name == kRouteOption)
            readRoute(option.value, field, operation);
    }

    void readIdempotency(const ProtoOption& option, const ProtoMethod& method, Place place,
                         Operation& operation) {
        const auto& level = option.value.text;
        const bool isSafe = level == "IDEMPOTENT" || level == "NO_SIDE_EFFECTS";
        if (!isSafe && level != "IDEMPOTENCY_UNKNOWN")
            m_findings.add(Severity::Warning, "idempotency", std::move(place),
                           fmt::format("found {}; expected IDEMPOTENT, NO_SIDE_EFFECTS or "
                                       "IDEMPOTENCY_UNKNOWN",
                                       option.value.describe()));
        else if (isSafe && (method.streamsInput || method.streamsOutput))
            m_findings.add(Severity::Warning, "stream-retry", std::move(place),
                           fmt::format("found {} on a streaming method, which cannot be sent "
                                       "again from the middle: it is not marked retryable",
                                       level));
        else
            operation.isRetryable = isSafe;
    }

    void readRoute(const ProtoValue& value, const std::string& field, Operation& operation) {
        if (value.kind != ProtoValue::Kind::Message)
            m_findings.add(
                Severity::Warning, "route-option", {m_file.source, value.at, field},
                fmt::format("found {}; expected a message such as {{timeout: \"500ms\"}}",
                            value.describe()));
        for (const auto& [name, inner] : value.fields)
            if (name == "timeout")
                readTimeout(inner, field + ".timeout", operation);
            else
                m_findings.add(Severity::Warning, "route-option",
                               {m_file.source, inner.at, field + "." + name},
                               "found an unknown field; expected timeout");
    }

    void readTimeout(const ProtoValue& value, const std::string& field, Operation& operation) {
        const auto timeout = value.kind == ProtoValue::Kind::Text
                                 ? resource::parseGoDuration(value.text)
                                 : std::nullopt;
        if (timeout && timeout->value > Duration{})
            operation.timeout = timeout;
        else
            m_findings.add(Severity::Warning, "timeout", {m_file.source, value.at, field},
                           fmt::format("found {}; expected a duration above 0 such as \"500ms\", "
                                       "\"1.5s\" or \"1m30s\": the hint is left out",
                                       value.describe()));
    }

    const ProtoFile& m_file;
    const ProtoImports& m_imports;
    Findings& m_findings;
    std::vector<Operation> m_operations;
};

} // namespace

std::vector<Operation> readProto(const ProtoInput& input, Findings& findings) {
    const auto file = parseProto(input.text, input.source, findings);
    if (!file)
        return {};
    ProtoImports imports(input, findings);
    imports.follow(*file);
    return Reader(*file, imports, findings).read();
}

} // namespace causeway::profile
