package player;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's structures as JSON, by the names that the model has for their members. */
final class Members {
    private Members() {}

    /** Sets the members of a structure's builder. What its type cannot hold is refused, as the compiler would. */
    static void set(SdkPojo builder, JsonObject members) throws Failure {
        for (Map.Entry<String, JsonElement> member : members.entrySet()) {
            String name = member.getKey();
            SdkField<?> field = builder.sdkFields().stream()
                    .filter(known -> known.memberName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Failure.refused("there is no member " + name));
            field.set(builder, value(field, member.getValue()));
        }
    }

    /** The members that a structure has. */
    static JsonObject of(SdkPojo structure) {
        JsonObject members = new JsonObject();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            // What did not come is an empty list or map of a kind of its own.
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                members.add(field.memberName(), json(value));
            }
        }
        return members;
    }

    private static Object value(SdkField<?> field, JsonElement json) throws Failure {
        if (json.isJsonNull()) {
            return null;
        }
        MarshallingType<?> type = field.marshallingType();
        try {
            if (type == MarshallingType.SDK_POJO) {
                SdkPojo builder = field.constructor().get();
                set(builder, json.getAsJsonObject());
                return ((Buildable) builder).build();
            }
            if (type == MarshallingType.LIST) {
                SdkField<?> of = field.getTrait(ListTrait.class).memberFieldInfo();
                List<Object> list = new ArrayList<>();
                for (JsonElement item : json.getAsJsonArray()) {
                    list.add(value(of, item));
                }
                return list;
            }
            if (type == MarshallingType.MAP) {
                SdkField<?> of = field.getTrait(MapTrait.class).valueFieldInfo();
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
                    map.put(entry.getKey(), value(of, entry.getValue()));
                }
                return map;
            }
            return simple(type, json.getAsJsonPrimitive());
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException | ClassCastException wrong) {
            throw Failure.refused(field.memberName() + " cannot be " + json + ": " + wrong.getMessage());
        }
    }

    private static Object simple(MarshallingType<?> type, JsonPrimitive json) {
        if (type == MarshallingType.STRING && json.isString()) {
            return json.getAsString();
        }
        if (type == MarshallingType.BOOLEAN && json.isBoolean()) {
            return json.getAsBoolean();
        }
        if (type == MarshallingType.INTEGER && json.isNumber()) {
            return json.getAsBigDecimal().intValueExact();
        }
        if (type == MarshallingType.LONG && json.isNumber()) {
            return json.getAsBigDecimal().longValueExact();
        }
        if (type == MarshallingType.DOUBLE && json.isNumber()) {
            return json.getAsDouble();
        }
        if (type == MarshallingType.INSTANT && json.isString()) {
            return Instant.parse(json.getAsString());
        }
        throw new IllegalArgumentException("it is a " + type.getTargetClass().getSimpleName());
    }

    private static JsonElement json(Object value) {
        if (value instanceof SdkPojo structure) {
            return of(structure);
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(item -> array.add(json(item)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, item) -> object.add(key.toString(), json(item)));
            return object;
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Boolean is) {
            return new JsonPrimitive(is);
        }
        // Texts and times.
        return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value.toString());
    }
}
