-- Of a message that was given up and that a person has dismissed: who, when and why (JSON). Its state is then `dismissed`.
ALTER TABLE delivery ADD COLUMN dismissed TEXT;
