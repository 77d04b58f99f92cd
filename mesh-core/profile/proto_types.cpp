// SPDX-License-Identifier: Apache-2.0
#include "profile/proto_types.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::profile {

using Kind = ProtoToken::Kind;

void ProtoTypes::definition(const std::string& scope) {
    // Visibility, since edition 2024.
    if ((m_cursor.peek().is("export") || m_cursor.peek().is("local"))
        && (m_cursor.second().is("message") || m_cursor.second().is("enum")))
        m_cursor.take();
    if (m_cursor.accept("message"))
        message(scope);
    else if (m_cursor.accept("enum"))
        enumeration(scope);
    else if (m_cursor.accept("extend"))
        extend(scope);
    else
        m_cursor.refuse("package, import, option, service, message, enum or extend");
}

std::string ProtoTypes::named(const std::string& scope, std::string_view what) {
    const auto name = m_cursor.identifier(what);
    m_names.push_back(scope.empty() ? name : scope + "." + name);
    return m_names.back();
}

void ProtoTypes::message(const std::string& scope) {
    messageBody(named(scope, "the name of a message"));
}

void ProtoTypes::messageBody(const std::string& scope) {
    if (++m_depth > ProtoCursor::kMaxDepth)
        m_cursor.refuse(
            m_cursor.peek().at,
            fmt::format("found messages nested deeper than {} levels", ProtoCursor::kMaxDepth));
    m_cursor.expect("{");
    while (!m_cursor.atEnd() && !m_cursor.peek().is("}"))
        messageStatement(scope);
    m_cursor.expect("}");
    --m_depth;
}

void ProtoTypes::messageStatement(const std::string& scope) {
    const auto& after = m_cursor.second();
    const bool isNamed = after.kind == Kind::Identifier;
    if (m_cursor.accept(";"))
        return;
    if (((m_cursor.peek().is("message") || m_cursor.peek().is("enum")
          || m_cursor.peek().is("export") || m_cursor.peek().is("local"))
         && isNamed)
        || (m_cursor.peek().is("extend") && (isNamed || after.is(".")))) {
        definition(scope);
    } else if (m_cursor.accept("option")) {
        m_cursor.option();
        m_cursor.expect(";");
    } else if (m_cursor.peek().is("oneof") && isNamed) {
        m_cursor.take();
        oneof(scope);
    } else if (m_cursor.accept("reserved") || m_cursor.accept("extensions")) {
        ranges();
    } else if (m_cursor.peek().is("map") && after.is("<")) {
        mapField();
    } else {
        field(scope);
    }
}

void ProtoTypes::enumeration(const std::string& scope) {
    named(scope, "the name of an enum");
    m_cursor.expect("{");
    while (!m_cursor.atEnd() && !m_cursor.peek().is("}")) {
        if (m_cursor.accept(";"))
            continue;
        if (m_cursor.peek().is("option") && !m_cursor.second().is("=")) {
            m_cursor.take();
            m_cursor.option();
            m_cursor.expect(";");
        } else if (m_cursor.peek().is("reserved") && !m_cursor.second().is("=")) {
            m_cursor.take();
            ranges();
        } else {
            m_cursor.identifier("the name of a value or }");
            m_cursor.expect("=");
            m_cursor.accept("-");
            m_cursor.integer("a number");
            if (m_cursor.peek().is("["))
                m_cursor.bracketedOptions();
            m_cursor.expect(";");
        }
    }
    m_cursor.expect("}");
}

void ProtoTypes::extend(const std::string& scope) {
    m_cursor.fullName("the name of a message");
    m_cursor.expect("{");
    while (!m_cursor.atEnd() && !m_cursor.peek().is("}"))
        if (!m_cursor.accept(";"))
            field(scope);
    m_cursor.expect("}");
}

void ProtoTypes::oneof(const std::string& scope) {
    m_cursor.identifier("the name of a oneof");
    m_cursor.expect("{");
    while (!m_cursor.atEnd() && !m_cursor.peek().is("}")) {
        if (m_cursor.accept(";"))
            continue;
        if (m_cursor.accept("option")) {
            m_cursor.option();
            m_cursor.expect(";");
        } else {
            field(scope);
        }
    }
    m_cursor.expect("}");
}

void ProtoTypes::field(const std::string& scope) {
    const auto& after = m_cursor.second();
    const bool hasLabel = m_cursor.peek().is("optional") || m_cursor.peek().is("required")
                          || m_cursor.peek().is("repeated");
    if (hasLabel && (after.kind == Kind::Identifier || after.is(".")))
        m_cursor.take();
    const auto type = m_cursor.fullName("a field, or }");
    if (type == "group")
        return group(scope);
    m_cursor.identifier("the name of a field");
    fieldTail();
}

void ProtoTypes::group(const std::string& scope) {
    const auto name = named(scope, "the name of a group");
    m_cursor.expect("=");
    m_cursor.integer("the number of the group");
    if (m_cursor.peek().is("["))
        m_cursor.bracketedOptions();
    messageBody(name);
}

void ProtoTypes::mapField() {
    m_cursor.take();
    m_cursor.expect("<");
    m_cursor.fullName("the type of the keys");
    m_cursor.expect(",");
    m_cursor.fullName("the type of the values");
    m_cursor.expect(">");
    m_cursor.identifier("the name of a field");
    fieldTail();
}

void ProtoTypes::fieldTail() {
    m_cursor.expect("=");
    m_cursor.integer("the number of the field");
    if (m_cursor.peek().is("["))
        m_cursor.bracketedOptions();
    m_cursor.expect(";");
}

void ProtoTypes::ranges() {
    do {
        if (m_cursor.peek().kind == Kind::String) {
            m_cursor.text("a name");
            continue;
        }
        if (m_cursor.peek().kind == Kind::Identifier) { // names without quotes, in editions
            m_cursor.take();
            continue;
        }
        m_cursor.accept("-");
        m_cursor.integer("a number or a name");
        if (m_cursor.accept("to") && !m_cursor.accept("max")) {
            m_cursor.accept("-");
            m_cursor.integer("a number or max");
        }
    } while (m_cursor.accept(","));
    if (m_cursor.peek().is("["))
        m_cursor.bracketedOptions();
    m_cursor.expect(";");
}

} // namespace causeway::profile
