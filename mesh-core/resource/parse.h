// SPDX-License-Identifier: Apache-2.0
// YAML to typed objects and back. Strict: see field_reader.h. Pure.
#pragma once

#include "resource/field_reader.h"
#include "resource/object.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::resource {

// Every object of the text, or all that is wrong with it. A v1 List counts as its items. Routes of
// the Gateway API that cannot be read are admitted (UnreadRoute).
[[nodiscard]] Result<std::vector<Object>> parseObjects(std::string_view text, std::string source);

// One document, for files that hold kinds of others besides (StaticProxy, a lab's fleet): ask
// typeOf() first. Tells problems and gives nothing when the kind is unknown.
struct TypeName {
    std::string apiVersion;
    std::string kind;
};
[[nodiscard]] TypeName typeOf(const Document& document);
// Whether it stands beside objects and means nothing to a mesh: a Deployment, a ConfigMap, a Gateway
// of the Gateway API. A kind that is unknown in a group that is read is none: it may be misspelt.
[[nodiscard]] bool isForeign(const TypeName& type);
// A route of the Gateway API that cannot be read is a problem, or an UnreadRoute.
enum class Unread { Refused, Admitted };
[[nodiscard]] std::optional<Object> parseObject(const Node& node, const std::string& source,
                                                Problems& problems,
                                                Unread unread = Unread::Refused);
// Like parseObjects() for one document of a file that holds kinds of others too; objects that were
// given twice are told by checkUnique().
void parseInto(std::vector<Object>& objects, const Document& document, Problems& problems);
[[nodiscard]] Status checkUnique(const std::vector<Object>& objects);
// apiVersion, kind and metadata of a document, for the kinds of others: consumes these three.
[[nodiscard]] Metadata readMetadata(FieldReader& document, bool namespaced);

// Defaults are written out only where leaving them away would mean something else.
[[nodiscard]] Node toNode(const Object& object);
[[nodiscard]] std::string serialize(const Object& object);
[[nodiscard]] std::string serialize(const std::vector<Object>& objects); // "---" between

} // namespace causeway::resource
