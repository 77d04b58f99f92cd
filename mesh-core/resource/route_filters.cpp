// SPDX-License-Identifier: Apache-2.0
// Filters of route rules: read and written.
#include "resource/kinds.h"

#include <algorithm>

namespace causeway::resource {
namespace {

bool isHeaderName(const std::string& name) {
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || kMarks.find(char(c)) != std::string_view::npos;
    });
}

bool isHeaderValue(const std::string& value) {
    return std::all_of(value.begin(), value.end(),
                       [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7f); });
}

std::vector<HeaderField> readFields(FieldReader& reader, std::string_view name) {
    std::vector<HeaderField> fields;
    for (auto& each : reader.objects(name)) {
        HeaderField field{each.text("name"), each.textOr("value", "")};
        if (!field.name.empty() && !isHeaderName(field.name))
            each.expected("name", "a header's name");
        if (!isHeaderValue(field.value))
            each.expected("value", "a header's value: no line break, no control character");
        fields.push_back(std::move(field));
    }
    return fields;
}

HeaderModifier readModifier(FieldReader reader) {
    HeaderModifier modifier;
    modifier.set = readFields(reader, "set");
    modifier.add = readFields(reader, "add");
    modifier.remove = reader.texts("remove");
    for (const auto& name : modifier.remove)
        if (!isHeaderName(name))
            reader.expected("remove", "names of headers");
    return modifier;
}

void readRedirectPath(FieldReader reader, RequestRedirect& redirect) {
    using Path = RequestRedirect::Path;
    redirect.path = reader.oneOf<Path>("type",
                                       {{"ReplaceFullPath", Path::ReplaceFullPath},
                                        {"ReplacePrefixMatch", Path::ReplacePrefixMatch}},
                                       true);
    const bool full = redirect.path == Path::ReplaceFullPath;
    const char* name = full ? "replaceFullPath" : "replacePrefixMatch";
    redirect.replacement = reader.text(name);
    if (!redirect.replacement.starts_with('/'))
        reader.expected(name, "a path that begins with /");
}

RequestRedirect readRedirect(FieldReader reader) {
    RequestRedirect redirect;
    redirect.scheme = reader.textOr("scheme", "");
    if (!redirect.scheme.empty() && redirect.scheme != "http" && redirect.scheme != "https")
        reader.expected("scheme", "http or https");
    redirect.hostname = reader.textOr("hostname", "");
    redirect.port = reader.numberOr<std::uint16_t>("port", kPort, 0);
    redirect.statusCode = reader.numberOr<std::uint16_t>("statusCode", {300, 399}, 302);
    if (auto path = reader.objectOr("path"))
        readRedirectPath(std::move(*path), redirect);
    return redirect;
}

Node writeFields(const std::vector<HeaderField>& fields) {
    Node list;
    list.kind = Node::Kind::Sequence;
    for (const auto& field : fields) {
        Node node = mapping();
        node.add("name", Node::text(field.name));
        node.add("value", Node::text(field.value));
        list.items.push_back(std::move(node));
    }
    return list;
}

Node write(const HeaderModifier& modifier) {
    Node node = mapping();
    if (!modifier.set.empty())
        node.add("set", writeFields(modifier.set));
    if (!modifier.add.empty())
        node.add("add", writeFields(modifier.add));
    addList(node, "remove", modifier.remove);
    return node;
}

Node write(const RequestRedirect& redirect) {
    using Path = RequestRedirect::Path;
    Node node = mapping();
    addText(node, "scheme", redirect.scheme);
    addText(node, "hostname", redirect.hostname);
    if (redirect.port != 0)
        node.add("port", number(redirect.port));
    if (redirect.path != Path::Keep) {
        const bool full = redirect.path == Path::ReplaceFullPath;
        Node path = mapping();
        path.add("type", Node::text(full ? "ReplaceFullPath" : "ReplacePrefixMatch"));
        path.add(full ? "replaceFullPath" : "replacePrefixMatch", Node::text(redirect.replacement));
        node.add("path", std::move(path));
    }
    node.add("statusCode", number(redirect.statusCode));
    return node;
}

} // namespace

RouteFilters readFilters(FieldReader& rule, bool grpc) {
    RouteFilters filters;
    for (auto& each : rule.objects("filters")) {
        const auto type = each.text("type");
        if (type == "RequestHeaderModifier")
            filters.request = readModifier(each.object("requestHeaderModifier"));
        else if (type == "ResponseHeaderModifier")
            filters.response = readModifier(each.object("responseHeaderModifier"));
        else if (type == "RequestRedirect" && !grpc)
            filters.redirect = readRedirect(each.object("requestRedirect"));
        else if (!type.empty()) {
            each.expected("type", grpc ? "RequestHeaderModifier or ResponseHeaderModifier"
                                       : "RequestHeaderModifier, ResponseHeaderModifier or "
                                         "RequestRedirect");
            each.ignore({"requestMirror", "urlRewrite", "extensionRef", "requestRedirect"});
        }
    }
    return filters;
}

void addFilters(Node& rule, const RouteFilters& filters) {
    Node list;
    list.kind = Node::Kind::Sequence;
    const auto add = [&](const char* type, const char* field, Node what) {
        Node node = mapping();
        node.add("type", Node::text(type));
        node.add(field, std::move(what));
        list.items.push_back(std::move(node));
    };
    if (filters.request)
        add("RequestHeaderModifier", "requestHeaderModifier", write(*filters.request));
    if (filters.response)
        add("ResponseHeaderModifier", "responseHeaderModifier", write(*filters.response));
    if (filters.redirect)
        add("RequestRedirect", "requestRedirect", write(*filters.redirect));
    if (!list.items.empty())
        rule.add("filters", std::move(list));
}

} // namespace causeway::resource
