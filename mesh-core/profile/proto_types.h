// SPDX-License-Identifier: Apache-2.0
// Walks over messages, groups, enums and extensions: of them only the names count. Private to the
// protobuf parser.
#pragma once

#include "profile/proto_cursor.h"

namespace causeway::profile {

class ProtoTypes {
public:
    ProtoTypes(ProtoCursor& cursor, std::vector<std::string>& names)
        : m_cursor(cursor), m_names(names) {}

    // message, enum or extend, at the top level of the scope.
    void definition(const std::string& scope);

private:
    void message(const std::string& scope);
    void messageBody(const std::string& scope);
    void messageStatement(const std::string& scope);
    void enumeration(const std::string& scope);
    void extend(const std::string& scope);
    void oneof(const std::string& scope);
    void field(const std::string& scope);
    void group(const std::string& scope);
    void mapField();
    void fieldTail(); // "= 1 [options];"
    void ranges();    // of reserved and extensions
    std::string named(const std::string& scope, std::string_view what);

    ProtoCursor& m_cursor;
    std::vector<std::string>& m_names;
    int m_depth = 0;
};

} // namespace causeway::profile
