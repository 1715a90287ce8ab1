// Reads single JavaScript values: each function checks type and range, and refuses a wrong value with its name.
#pragma once

#include <napi.h>

#include <cmath>
#include <cstdio>
#include <string>

#include "check.h"

namespace chainrule {

constexpr double most_safe_integer = 9007199254740991.0;

/// A number for a message: 2.5, 1e+30.
inline std::string written(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.16g", number);
    return text;
}

/// The text in quotes, cut after 60 characters.
inline std::string quoted(const std::string& text) {
    constexpr std::size_t most = 60;
    return '"' + text.substr(0, most) + (text.size() > most ? "...\"" : "\"");
}

inline Napi::Object read_object(const Napi::Value& value, const std::string& name) {
    if (!value.IsObject() || value.IsArray()) refuse(name + " must be an object.");
    return value.As<Napi::Object>();
}

inline Napi::Array read_array(const Napi::Value& value, const std::string& name) {
    if (!value.IsArray()) refuse(name + " must be an array.");
    return value.As<Napi::Array>();
}

/// An array of `length` entries. If a getter removes some while it is read, these are undefined.
inline Napi::Array read_array(const Napi::Value& value, std::size_t length, const std::string& name) {
    const Napi::Array array = read_array(value, name);
    if (array.Length() == length) return array;
    refuse(name + " must have " + std::to_string(length) + " entries; found " + std::to_string(array.Length()) + ".");
}

/// A finite number in [least, most].
inline double read_number(const Napi::Value& value, const std::string& name, double least, double most) {
    if (!value.IsNumber()) refuse(name + " must be a number.");
    const double number = value.As<Napi::Number>().DoubleValue();
    if (!std::isfinite(number) || number < least || number > most) {
        refuse(name + " must be a finite number from " + written(least) + " to " + written(most) + "; found " +
               written(number) + ".");
    }
    return number;
}

inline std::string read_text(const Napi::Value& value, const std::string& name) {
    if (!value.IsString()) refuse(name + " must be a string.");
    return value.As<Napi::String>().Utf8Value();
}

inline bool read_flag(const Napi::Value& value, const std::string& name) {
    if (!value.IsBoolean()) refuse(name + " must be true or false.");
    return value.As<Napi::Boolean>().Value();
}

template <class Kind> struct named {
    const char* name;
    Kind kind;
};

template <class Kind, std::size_t Count>
Kind read_name(const Napi::Value& value, const std::string& name, const named<Kind> (&known)[Count]) {
    const std::string text = read_text(value, name);
    for (const named<Kind>& entry : known) {
        if (text == entry.name) return entry.kind;
    }
    std::string all;
    for (const named<Kind>& entry : known) all += (all.empty() ? "" : ", ") + std::string(entry.name);
    refuse(name + " is unknown: " + quoted(text) + "; use one of " + all + ".");
}

}  // namespace chainrule
