// SPDX-License-Identifier: Apache-2.0
// YAML as a tree that remembers where everything stood. Refuses what a person did not mean or an
// attacker did: duplicate keys, aliases and anchors, tags, keys that are no text, deep nesting,
// huge input. Pure; what is read is a value. Errors read "file:line:column: field: found X;
// expected Y".
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::resource {

struct Mark {
    std::uint32_t line = 0; // from 1; 0: not from a file
    std::uint32_t column = 0;
    std::size_t offset = 0; // bytes from the beginning

    bool operator==(const Mark&) const = default;
};

struct Range {
    Mark start;
    Mark end; // behind the last character
};

// What is wrong with a document, and where.
struct Problem {
    Range range;
    std::string field;   // "spec.rules[0].matches[1].path.type"
    std::string message; // "found \"Glob\"; expected one of Exact, PathPrefix"
};

struct Field;

struct Node {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };
    Kind kind = Kind::Null;
    Range range;
    std::string scalar;
    bool quoted = false;       // "8080" is text, 8080 is a number
    std::vector<Node> items;   // of a sequence
    std::vector<Field> fields; // of a mapping, in the order of the file

    [[nodiscard]] const Node* find(std::string_view name) const;
    // For an error: "a list", "\"eighty\"", "nothing".
    [[nodiscard]] std::string describe() const;

    [[nodiscard]] static Node text(std::string value);  // written quoted where that is needed
    [[nodiscard]] static Node plain(std::string value); // numbers and booleans
    Node& add(std::string name, Node value);            // to a mapping; gives *this
};

struct Field {
    std::string name;
    Range nameRange;
    Node value;
};

struct Document {
    std::string source; // the file's name, for messages
    Node root;
};

struct YamlLimits {
    std::size_t maxBytes = 8 * 1024 * 1024;
    std::size_t maxDepth = 64;
    std::size_t maxNodes = 500'000; // counting what aliases stand for each time
    // For documents that others wrote for other tools: aliases and merge keys are followed, tags
    // ignored, and of duplicate keys all are kept (find() gives the first).
    bool lenient = false;
};

// Every document of the text; empty ones ("---" alone, comments) are left out.
[[nodiscard]] Result<std::vector<Document>> parseYaml(std::string_view text, std::string source,
                                                      const YamlLimits& limits = {});
[[nodiscard]] std::string serializeYaml(const Node& root);

// "line" and "column" of a mark as it stands in front of a message.
[[nodiscard]] std::string describe(const std::string& source, const Mark& mark);

} // namespace causeway::resource
