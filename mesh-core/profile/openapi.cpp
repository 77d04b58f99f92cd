// SPDX-License-Identifier: Apache-2.0
#include "profile/openapi.h"

#include "profile/openapi_detail.h"
#include "profile/path_template.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <set>

namespace causeway::profile {
namespace {

using resource::Field;
using resource::Node;

constexpr std::array<std::string_view, 7> kMethods{"delete", "get",  "head", "options",
                                                   "patch",  "post", "put"};
// Fields of a path item that are no operations.
constexpr std::array<std::string_view, 5> kBeside{"$ref", "summary", "description", "servers",
                                                  "parameters"};

std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
    return result;
}

class Reader {
public:
    Reader(const OpenApiFile& file, Findings& findings)
        : m_findings(findings), m_references(file, findings) {}

    std::vector<Operation> read() {
        const auto root = m_references.root();
        if (!root || !checkRoot(*root))
            return {};
        const auto base = basePath(*root, "", "");
        const auto* paths = root->node->find("paths");
        std::vector<const Field*> sorted;
        for (const auto& field : paths->fields)
            if (!field.name.starts_with("x-") && isFirst(*root, field, "paths"))
                sorted.push_back(&field);
        std::ranges::stable_sort(sorted, {}, [](const Field* field) { return field->name; });
        for (const auto* path : sorted)
            readPath(*root, *path, base);
        if (m_operations.empty() && !m_findings.has(Severity::Error))
            m_findings.add(Severity::Error, "no-operations",
                           {root->source, paths->range.start, "paths"},
                           "found no operation; expected at least one to make a route of");
        findOverlaps(m_operations, m_findings);
        return std::move(m_operations);
    }

private:
    bool checkRoot(const Located& root) {
        const auto* version = root.node->find("openapi");
        const auto* swagger = root.node->find("swagger");
        const auto* paths = root.node->find("paths");
        const Place place{root.source, root.node->range.start, ""};
        m_isSwagger = !version;
        if (root.node->kind != Node::Kind::Mapping || (!version && !swagger && !paths)) {
            m_findings.add(Severity::Error, "not-openapi", place,
                           fmt::format("found {} without swagger, openapi or paths; expected a "
                                       "Swagger 2.0 or OpenAPI 3 document",
                                       root.node->describe()));
            return false;
        }
        const auto* told = version ? version : swagger;
        if (!told)
            m_findings.add(Severity::Warning, "no-version", place,
                           "found neither swagger nor openapi; read it as Swagger 2.0");
        else if (version ? !told->scalar.starts_with("3.") : told->scalar != "2.0")
            m_findings.add(Severity::Warning, "version",
                           {root.source, told->range.start, version ? "openapi" : "swagger"},
                           fmt::format("found {}; expected swagger 2.0 or openapi 3.0 to 3.2",
                                       told->describe()));
        if (paths && paths->kind == Node::Kind::Mapping)
            return true;
        m_findings.add(Severity::Error, "no-paths",
                       {root.source, paths ? paths->range.start : place.at, "paths"},
                       fmt::format("found {}; expected paths to make routes of",
                                   paths ? paths->describe() : "nothing"));
        return false;
    }

    // Whether no field of this name came before: of two, nobody knows which one counts.
    bool isFirst(const Located& in, const Field& field, const std::string& parent) {
        const auto [seen, isNew] =
            m_seen.emplace(std::pair(in.source, parent + "." + field.name), &field);
        if (isNew || seen->second == &field)
            return true;
        m_findings.add(Severity::Error, "duplicate-key",
                       {in.source, field.nameRange.start, parent + "." + field.name},
                       fmt::format("found {0} twice; expected it once (the other is in line {1})",
                                   field.name, seen->second->nameRange.start.line));
        return false;
    }

    std::string basePath(const Located& at, const std::string& field, const std::string& outer) {
        const auto* written = at.node->find(m_isSwagger ? "basePath" : "servers");
        if (!written || written->kind == Node::Kind::Null)
            return outer;
        const std::string name = m_isSwagger ? "basePath" : "servers";
        const Place place{at.source, written->range.start,
                          field.empty() ? name : field + "." + name};
        return m_isSwagger ? swaggerBasePath(*written, place, m_findings)
                           : serverBasePath(*written, place, m_findings);
    }

    void readPath(const Located& root, const Field& path, const std::string& base) {
        const auto field = "paths." + path.name;
        const Located written{&path.value, root.source};
        if (path.value.kind != Node::Kind::Mapping) {
            if (path.value.kind != Node::Kind::Null)
                m_findings.add(Severity::Error, "path-item",
                               {root.source, path.value.range.start, field},
                               fmt::format("found {}; expected a mapping", path.value.describe()));
            return;
        }
        const auto item = m_references.resolve(written, field);
        if (!item)
            return;
        const auto url = checkedPath(path, root.source);
        const auto inner = m_isSwagger ? base : basePath(*item, field, base);
        checkFields(*item, field);
        for (const auto method : kMethods) {
            // A reference's own fields stand above what it refers to.
            const auto* own = path.value.find(method);
            const auto* operation = own ? own : item->node->find(method);
            if (operation && operation->kind != Node::Kind::Null)
                readOperation({operation, own ? root.source : item->source},
                              field + "." + std::string(method), inner, url);
        }
    }

    // Without a query, which no route sees.
    std::string checkedPath(const Field& path, const std::string& source) {
        const Place place{source, path.nameRange.start, "paths." + path.name};
        const auto end = path.name.find_first_of("?#");
        const auto url = path.name.substr(0, end);
        if (end != std::string::npos)
            m_findings.add(Severity::Warning, "path-query", place,
                           fmt::format("found {} behind the path; expected a path alone, since "
                                       "routes do not see it: took {}",
                                       path.name.substr(end), url));
        if (!url.starts_with('/'))
            m_findings.add(Severity::Warning, "path-slash", place,
                           fmt::format("found \"{}\"; expected a path that begins with /", url));
        const auto opens = std::ranges::count(url, '{');
        if (opens != std::ranges::count(url, '}') || url.find("{}") != std::string::npos)
            m_findings.add(Severity::Warning, "path-template", place,
                           fmt::format("found {}; expected every parameter as {{name}}", url));
        return url;
    }

    void checkFields(const Located& item, const std::string& path) {
        for (const auto& field : item.node->fields) {
            const auto name = lowered(field.name);
            const Place place{item.source, field.nameRange.start, path + "." + field.name};
            if (!isFirst(item, field, path) || std::ranges::find(kBeside, name) != kBeside.end()
                || name.starts_with("x-"))
                continue;
            const bool isMethod = std::ranges::find(kMethods, name) != kMethods.end();
            if (!isMethod)
                m_findings.add(Severity::Note, "no-route", place,
                               fmt::format("found {}, of which no route is made", field.name));
            else if (field.name != name)
                m_findings.add(
                    Severity::Warning, "method-case", place,
                    fmt::format("found {}; expected {}: it is left out", field.name, name));
        }
    }

    void readOperation(const Located& written, const std::string& field, const std::string& base,
                       const std::string& url) {
        const auto resolved = m_references.resolve(written, field);
        if (!resolved)
            return;
        const auto& [node, source] = *resolved;
        if (node->kind != Node::Kind::Mapping) {
            m_findings.add(Severity::Error, "operation", {source, node->range.start, field},
                           fmt::format("found {}; expected a mapping", node->describe()));
            return;
        }
        Operation operation;
        operation.method = field.substr(field.rfind('.') + 1);
        std::ranges::transform(operation.method, operation.method.begin(),
                               [](unsigned char c) { return std::toupper(c); });
        operation.path = joinPaths(m_isSwagger ? base : basePath(*resolved, field, base), url);
        operation.name = operation.method + " " + operation.path;
        operation.place = {source, node->range.start, field};
        checkIdentifier(*resolved, field);
        readHints(*resolved, field, operation, m_findings);
        const auto* responses = node->find("responses");
        if (responses && responses->kind == Node::Kind::Mapping)
            if (const auto there = m_references.resolve({responses, source}, field + ".responses"))
                operation.responses = readResponses(*there, field + ".responses", m_findings);
        m_operations.push_back(std::move(operation));
    }

    void checkIdentifier(const Located& operation, const std::string& field) {
        const auto* id = operation.node->find("operationId");
        if (!id || id->scalar.empty())
            return;
        const auto [other, isNew] = m_identifiers.emplace(id->scalar, id->range.start.line);
        if (!isNew && other->second != id->range.start.line)
            m_findings.add(Severity::Warning, "duplicate-operation-id",
                           {operation.source, id->range.start, field + ".operationId"},
                           fmt::format("found {} twice; expected it once (the other is in line {})",
                                       id->scalar, other->second));
    }

    Findings& m_findings;
    References m_references;
    bool m_isSwagger = false;
    std::map<std::pair<std::string, std::string>, const Field*> m_seen;
    std::map<std::string, std::uint32_t> m_identifiers;
    std::vector<Operation> m_operations;
};

} // namespace

std::vector<Operation> readOpenApi(const OpenApiFile& file, Findings& findings) {
    return Reader(file, findings).read();
}

} // namespace causeway::profile
