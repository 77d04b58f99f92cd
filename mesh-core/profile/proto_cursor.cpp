// SPDX-License-Identifier: Apache-2.0
#include "profile/proto_cursor.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::profile {

using Kind = ProtoToken::Kind;

ProtoCursor::ProtoCursor(std::vector<ProtoToken> tokens, const std::string& source,
                         Findings& findings)
    : m_tokens(std::move(tokens)), m_source(source), m_findings(findings) {
    if (m_tokens.empty()) { // not even tokens: that is told already
        m_tokens.emplace_back();
        m_failed = true;
    }
}

const ProtoToken& ProtoCursor::second() const {
    return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)];
}

const ProtoToken& ProtoCursor::take() {
    const auto& token = peek();
    if (!atEnd())
        ++m_at;
    return token;
}

bool ProtoCursor::accept(std::string_view word) {
    const bool isNext = peek().is(word);
    if (isNext)
        take();
    return isNext;
}

void ProtoCursor::expect(std::string_view word) {
    if (!accept(word))
        refuse(word);
}

void ProtoCursor::refuse(std::string_view what) {
    refuse(peek().at, fmt::format("found {}; expected {}", peek().describe(), what));
}

void ProtoCursor::refuse(const resource::Mark& at, std::string message) {
    if (!m_failed)
        m_findings.add(Severity::Error, "syntax", {m_source, at, ""}, std::move(message));
    m_failed = true;
    m_at = m_tokens.size() - 1;
}

std::string ProtoCursor::identifier(std::string_view what) {
    if (peek().kind == Kind::Identifier)
        return take().text;
    refuse(what);
    return {};
}

std::string ProtoCursor::fullName(std::string_view what) {
    std::string name = accept(".") ? "." : "";
    name += identifier(what);
    while (accept("."))
        name += "." + identifier(what);
    return name;
}

std::string ProtoCursor::text(std::string_view what) {
    if (peek().kind != Kind::String)
        refuse(what);
    std::string text;
    while (peek().kind == Kind::String)
        text += take().text;
    return text;
}

void ProtoCursor::integer(std::string_view what) {
    if (peek().kind == Kind::Integer)
        take();
    else
        refuse(what);
}

std::string ProtoCursor::optionName() {
    std::string name;
    do {
        if (!name.empty())
            name += '.';
        if (accept("(")) {
            name += "(" + fullName("the name of an extension") + ")";
            expect(")");
        } else {
            name += identifier("the name of an option");
        }
    } while (accept("."));
    return name;
}

ProtoOption ProtoCursor::option() {
    ProtoOption option;
    option.at = peek().at;
    option.name = optionName();
    expect("=");
    option.value = value(0);
    return option;
}

std::vector<ProtoOption> ProtoCursor::bracketedOptions() {
    std::vector<ProtoOption> options;
    expect("[");
    do
        options.push_back(option());
    while (accept(","));
    expect("]");
    return options;
}

ProtoValue ProtoCursor::value(int depth) {
    if (depth > kMaxDepth) {
        refuse(peek().at, fmt::format("found values nested deeper than {} levels", kMaxDepth));
        return {};
    }
    ProtoValue value;
    value.at = peek().at;
    if (peek().is("{") || peek().is("<"))
        return message(depth);
    if (peek().is("["))
        return list(depth);
    if (peek().kind == Kind::String) {
        value.kind = ProtoValue::Kind::Text;
        value.text = text("a text");
        return value;
    }
    if (accept("-"))
        value.text = "-";
    else
        accept("+");
    value.kind =
        peek().kind == Kind::Identifier ? ProtoValue::Kind::Word : ProtoValue::Kind::Number;
    if (peek().kind == Kind::Identifier || peek().kind == Kind::Integer
        || peek().kind == Kind::Float)
        value.text += take().text;
    else
        refuse("a value");
    return value;
}

// "name", "[an.extension]", "[type.example/a.Type]"
std::string ProtoCursor::fieldName() {
    if (!accept("["))
        return peek().kind == Kind::Integer ? take().text : identifier("the name of a field or }");
    std::string name = "[" + fullName("the name of an extension");
    if (accept("/"))
        name += "/" + fullName("the name of a type");
    expect("]");
    return name + "]";
}

ProtoValue ProtoCursor::message(int depth) {
    ProtoValue value;
    value.kind = ProtoValue::Kind::Message;
    value.at = peek().at;
    const auto* close = take().is("{") ? "}" : ">";
    while (!atEnd() && !peek().is(close)) {
        auto name = fieldName();
        const bool hasColon = accept(":");
        if (!hasColon && !peek().is("{") && !peek().is("<"))
            refuse(":");
        value.fields.push_back({std::move(name), this->value(depth + 1)});
        if (!accept(","))
            accept(";");
    }
    expect(close);
    return value;
}

ProtoValue ProtoCursor::list(int depth) {
    ProtoValue value;
    value.kind = ProtoValue::Kind::List;
    value.at = peek().at;
    expect("[");
    if (accept("]"))
        return value;
    do
        value.fields.push_back({"", this->value(depth + 1)});
    while (accept(","));
    expect("]");
    return value;
}

const ProtoValue* ProtoValue::find(std::string_view name) const {
    for (const auto& [field, value] : fields)
        if (field == name)
            return &value;
    return nullptr;
}

std::string ProtoValue::describe() const {
    switch (kind) {
    case Kind::Message:
        return "a message";
    case Kind::List:
        return "a list";
    case Kind::Text:
        return fmt::format("\"{}\"", text);
    default:
        return text;
    }
}

} // namespace causeway::profile
