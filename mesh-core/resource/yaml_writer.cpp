// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "base/scope_guard.h"
#include "resource/yaml.h"

#include <yaml.h>

#include <algorithm>

namespace causeway::resource {
namespace {

int append(void* out, unsigned char* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
    return 1;
}

// libyaml's emitter takes ownership of an event whether it succeeds or not.
void emit(yaml_emitter_t& emitter, yaml_event_t& event) {
    CAUSEWAY_ASSERT(yaml_emitter_emit(&emitter, &event) == 1);
}

// Plain text that a reader would take for a number, a boolean or nothing.
bool looksTyped(const std::string& text) {
    if (text.empty() || text == "~" || text == "null" || text == "true" || text == "false"
        || text == "yes" || text == "no" || text == "on" || text == "off")
        return true;
    return text.find_first_not_of("0123456789+-.eExX_:") == std::string::npos;
}

// A line break or a control character: only escapes bring it back as it was.
bool needsEscapes(const std::string& text) {
    constexpr unsigned char kFirstPlain = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    const bool hasControl = std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < kFirstPlain || byte == kDelete;
    });
    // Unicode's own line breaks, in UTF-8: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
    return hasControl || text.find("\xc2\x85") != text.npos
           || text.find("\xe2\x80\xa8") != text.npos || text.find("\xe2\x80\xa9") != text.npos;
}

void emitNode(yaml_emitter_t& emitter, const Node& node);

void emitScalar(yaml_emitter_t& emitter, const std::string& text, bool quote) {
    yaml_event_t event;
    auto* bytes = reinterpret_cast<yaml_char_t*>(const_cast<char*>(text.data()));
    CAUSEWAY_ASSERT(yaml_scalar_event_initialize(
        &event, nullptr, nullptr, bytes, static_cast<int>(text.size()), 1, 1,
        quote || needsEscapes(text) ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_ANY_SCALAR_STYLE));
    emit(emitter, event);
}

void emitMapping(yaml_emitter_t& emitter, const Node& node) {
    yaml_event_t event;
    yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE);
    emit(emitter, event);
    for (const auto& field : node.fields) {
        emitScalar(emitter, field.name, looksTyped(field.name));
        emitNode(emitter, field.value);
    }
    yaml_mapping_end_event_initialize(&event);
    emit(emitter, event);
}

void emitSequence(yaml_emitter_t& emitter, const Node& node) {
    yaml_event_t event;
    yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE);
    emit(emitter, event);
    for (const auto& item : node.items)
        emitNode(emitter, item);
    yaml_sequence_end_event_initialize(&event);
    emit(emitter, event);
}

void emitNode(yaml_emitter_t& emitter, const Node& node) {
    switch (node.kind) {
    case Node::Kind::Null:
        return emitScalar(emitter, "null", false);
    case Node::Kind::Scalar:
        return emitScalar(emitter, node.scalar, node.quoted);
    case Node::Kind::Mapping:
        return emitMapping(emitter, node);
    case Node::Kind::Sequence:
        return emitSequence(emitter, node);
    }
}

} // namespace

std::string serializeYaml(const Node& root) {
    std::string out;
    yaml_emitter_t emitter;
    CAUSEWAY_ASSERT(yaml_emitter_initialize(&emitter) == 1);
    const ScopeGuard guard([&] { yaml_emitter_delete(&emitter); });
    yaml_emitter_set_output(&emitter, append, &out);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);
    yaml_event_t event;
    yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(emitter, event);
    yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1);
    emit(emitter, event);
    emitNode(emitter, root);
    yaml_document_end_event_initialize(&event, 1);
    emit(emitter, event);
    yaml_stream_end_event_initialize(&event);
    emit(emitter, event);
    return out;
}

Node Node::text(std::string value) {
    Node node;
    node.kind = Kind::Scalar;
    node.quoted = looksTyped(value);
    node.scalar = std::move(value);
    return node;
}

Node Node::plain(std::string value) {
    Node node;
    node.kind = Kind::Scalar;
    node.scalar = std::move(value);
    return node;
}

Node& Node::add(std::string name, Node value) {
    kind = Kind::Mapping;
    fields.push_back({std::move(name), {}, std::move(value)});
    return *this;
}

} // namespace causeway::resource
