// SPDX-License-Identifier: Apache-2.0
// A protobuf file as far as routes need it: services with their methods and options, imports, and
// the names of the types it defines. Values, and the parser that makes them. proto2, proto3 and
// editions; the whole grammar is checked, so that an error has its place. Pure.
#pragma once

#include "profile/proto_lexer.h"

#include <optional>
#include <string>
#include <vector>

namespace causeway::profile {

struct ProtoField;

struct ProtoValue {
    enum class Kind : std::uint8_t { Word, Number, Text, Message, List };
    Kind kind = Kind::Word;
    std::string text;
    std::vector<ProtoField> fields; // of a message; of a list, without names
    resource::Mark at;

    [[nodiscard]] const ProtoValue* find(std::string_view name) const;
    [[nodiscard]] std::string describe() const;
};

struct ProtoField {
    std::string name;
    ProtoValue value;
};

struct ProtoOption {
    std::string name; // "deprecated", "(causeway.route).timeout"
    ProtoValue value;
    resource::Mark at;
};

struct ProtoMethod {
    std::string name;
    std::string input;
    std::string output;
    bool streamsInput = false;
    bool streamsOutput = false;
    std::vector<ProtoOption> options;
    resource::Mark at;
    resource::Mark inputAt;
    resource::Mark outputAt;
};

struct ProtoService {
    std::string name;
    std::vector<ProtoMethod> methods;
    resource::Mark at;
};

struct ProtoImport {
    std::string path;
    bool isPublic = false;
    bool isWeak = false; // weak, or for options alone: may be missing
    resource::Mark at;
};

struct ProtoFile {
    std::string source;
    std::string syntax = "proto2"; // or "proto3", or an edition: "2023"
    std::string package;
    std::vector<ProtoImport> imports;
    std::vector<ProtoService> services;
    std::vector<std::string> types; // full names of messages, groups and enums
};

// Nothing after a syntax error, which is told.
[[nodiscard]] std::optional<ProtoFile> parseProto(std::string_view text, const std::string& source,
                                                  Findings& findings);

} // namespace causeway::profile
