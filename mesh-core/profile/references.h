// SPDX-License-Identifier: Apache-2.0
// $ref: from a reference to what it refers to, in the same document or in one beside it. Remote and
// absolute references are refused by name; cycles are found. Owns the documents; one thread.
#pragma once

#include "profile/openapi.h"
#include "resource/yaml.h"

#include <map>
#include <memory>
#include <optional>

namespace causeway::profile {

struct Located {
    const resource::Node* node = nullptr;
    std::string source; // whose document it is in
};

class References {
public:
    References(const OpenApiFile& file, Findings& findings) : m_file(file), m_findings(findings) {}

    // The root of the file itself.
    [[nodiscard]] std::optional<Located> root();
    // What `from` stands for: itself, or the end of its chain of $refs. `field` is its name for
    // messages. Nothing after an error.
    [[nodiscard]] std::optional<Located> resolve(const Located& from, const std::string& field);

private:
    [[nodiscard]] std::optional<Located> follow(const Located& from, const resource::Node& ref,
                                                const std::string& field);
    [[nodiscard]] const resource::Node* document(const std::string& source, const Place& asked);
    [[nodiscard]] const resource::Node* parse(const std::string& source, std::string text);

    const OpenApiFile& m_file;
    Findings& m_findings;
    std::map<std::string, std::unique_ptr<resource::Document>> m_documents; // null: unreadable
    std::size_t m_bytes = 0;
};

} // namespace causeway::profile
