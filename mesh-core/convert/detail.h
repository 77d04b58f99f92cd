// SPDX-License-Identifier: Apache-2.0
// What the converters share; private to convert/.
#pragma once

#include "convert/convert.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::convert {

[[nodiscard]] inline auto refuse(std::string_view field, std::string_view found,
                                 std::string_view expected) {
    return fail(ErrorKind::InvalidInput, std::string(field) + ": found " + std::string(found)
                                             + "; expected " + std::string(expected));
}

[[nodiscard]] Result<std::uint16_t> portFrom(std::uint32_t value, std::string_view field);
[[nodiscard]] WallTime fromProto(const google::protobuf::Timestamp& time);
[[nodiscard]] google::protobuf::Timestamp toProto(WallTime time);
[[nodiscard]] Duration fromProto(const google::protobuf::Duration& duration);
[[nodiscard]] google::protobuf::Duration toDuration(Duration duration);

// What inbound and outbound routes have in common.
[[nodiscard]] Result<route::Precedence> fromProto(v1::RoutePrecedence precedence);
[[nodiscard]] v1::RoutePrecedence toProto(route::Precedence precedence);
[[nodiscard]] Result<route::HostMatch> fromProto(const v1::HostMatch& message);
[[nodiscard]] v1::HostMatch toProto(const route::HostMatch& host);
[[nodiscard]] Result<route::RouteMatch> fromProto(const v1::RouteMatch& message);
[[nodiscard]] v1::RouteMatch toProto(const route::RouteMatch& match);

[[nodiscard]] Result<route::ResponseClass> fromProto(const v1::ResponseClass& message);
[[nodiscard]] v1::ResponseClass toProto(const route::ResponseClass& one);

// Each message of a repeated field, in order; the first that fails ends it.
template <typename Plain, typename Messages>
[[nodiscard]] Result<std::vector<Plain>> allFrom(const Messages& messages, std::string_view field) {
    std::vector<Plain> list;
    list.reserve(static_cast<std::size_t>(messages.size()));
    for (int i = 0; i < messages.size(); ++i) {
        Result<Plain> one = fromProto(messages.Get(i));
        if (!one)
            return tl::unexpected(
                std::move(one).error().context(std::string(field) + "[" + std::to_string(i) + "]"));
        list.push_back(std::move(*one));
    }
    return list;
}

template <typename List, typename Messages> void allTo(const List& list, Messages* messages) {
    for (const auto& item : list)
        *messages->Add() = toProto(item);
}

template <typename Strings> [[nodiscard]] std::vector<std::string> textsFrom(const Strings& texts) {
    return {texts.begin(), texts.end()};
}
template <typename Strings> void textsTo(const std::vector<std::string>& texts, Strings* to) {
    for (const auto& text : texts)
        *to->Add() = text;
}

} // namespace causeway::convert
